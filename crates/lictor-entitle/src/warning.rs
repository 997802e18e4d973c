//! What is done all the same, but should be known before it is done.

use crate::word::words;

words! {
    /// Something unusual about an accepted command. It never changes the outcome.
    Warning {
        /// The line orders more than its parent can give now (A24).
        CountExceedsAvailable = "W_COUNT_EXCEEDS_AVAILABLE",
        /// Activation will be refused: the technologies cannot share counts (3.6).
        IncompatibleTechnology = "W_INCOMPATIBLE_TECHNOLOGY",
        /// An uncounted license takes one seat per host, not the seats that were asked for (3.7, A10).
        SeatsByHost = "W_SEATS_BY_HOST",
        /// The old file must be removed by hand: the new one does not void it (4.2).
        ManualReplace = "W_MANUAL_REPLACE",
        /// The end was cut to the end of the base (`clamp_end`).
        EndClamped = "W_END_CLAMPED",
        /// Extra seats for a time end with the file they were added to.
        UpgradesDropped = "W_UPGRADES_DROPPED",
        /// The uploaded file counts other amounts than were requested (3.11).
        CapacityDiffers = "W_CAPACITY_DIFFERS",
        /// The uploaded file ends although the license was bought for good, or has no end although it is paid
        /// monthly (3.8).
        TermDiffers = "W_TERM_DIFFERS",
        /// The old host is not told: its file works there until it is removed or ends (4.5).
        OldHostKeepsFile = "W_OLD_HOST_KEEPS_FILE",
    }
}

impl Warning {
    /// What it means, as a sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::CountExceedsAvailable => "The line orders more than its parent can give now.",
            Self::IncompatibleTechnology => {
                "Activation will be refused: the technologies cannot share counts."
            }
            Self::SeatsByHost => {
                "An uncounted license takes one seat for each host, not the seats that were asked for."
            }
            Self::ManualReplace => "The old file must be removed by hand: the new one does not void it.",
            Self::EndClamped => "The end was cut to the end of the base.",
            Self::UpgradesDropped => "Extra seats for a time end with the file they were added to.",
            Self::CapacityDiffers => "The uploaded file counts other amounts than were requested.",
            Self::TermDiffers => "The uploaded file ends otherwise than the license was bought.",
            Self::OldHostKeepsFile => {
                "The old host is not told: its file works there until it is removed or ends."
            }
        }
    }
}
