//! Seats given to hosts: activation, what becomes of fulfillments afterwards, and their files.
//!
//! Rules decide what becomes of records and ledgers ([`lictor_entitle`]); [`plan`] decides which licenses
//! that makes on which hosts; [`carry_out`] writes it all down. Every function here takes a transaction
//! and no request, so that console, command line and jobs call the same as HTTP.

pub mod activate;
pub mod answer;
pub mod carry_out;
pub mod deed;
pub mod download;
pub mod email;
pub mod facts;
mod files;
pub mod move_host;
pub mod operation;
mod orphan;
pub mod place;
pub mod plan;
mod preview;
pub mod request;
pub mod set_text;
pub mod sheet;
pub mod sweep;
pub mod tree;
pub mod wanted;

use lictor_entitle::right::Right;

use crate::handler;
use crate::http::collection;
use crate::http::route::{Access, Method, Route, schema};
use crate::model::{Fulfillment, LicenseFile, Shipment};

/// Routes of fulfillments.
pub const FULFILLMENTS: &[Route] = &[
    Route::post(
        "/v1/line-items/{id}/activate",
        Right::Generate,
        "Activates seats of a line item on hosts.",
        handler!(activate::handle_line),
    )
    .takes(schema::<activate::ActivateInput>)
    .gives(schema::<answer::OperationAnswer>)
    .verifiable(),
    Route::get("/v1/fulfillments", "Lists fulfillments.", handler!(collection::list::<Fulfillment>))
        .lists(schema::<Fulfillment>),
    Route::post(
        "/v1/fulfillments",
        Right::Generate,
        "Activates seats of the line item with that activation id.",
        handler!(activate::handle),
    )
    .takes(schema::<activate::ActivateInput>)
    .gives(schema::<answer::OperationAnswer>)
    .verifiable(),
    Route::get("/v1/fulfillments/{id}", "Shows a fulfillment.", handler!(collection::get::<Fulfillment>))
        .gives(schema::<Fulfillment>),
    Route::post(
        "/v1/fulfillments/{id}/upgrade",
        Right::Upgrade,
        "Takes seats to a newer version.",
        handler!(operation::upgrade),
    )
    .takes(schema::<request::SplitInput>)
    .gives(schema::<answer::OperationAnswer>)
    .verifiable(),
    Route::post(
        "/v1/fulfillments/{id}/upsell",
        Right::Upgrade,
        "Takes seats to a richer edition.",
        handler!(operation::upsell),
    )
    .takes(schema::<request::SplitInput>)
    .gives(schema::<answer::OperationAnswer>)
    .verifiable(),
    Route::post(
        "/v1/fulfillments/{id}/renew",
        Right::Upgrade,
        "Takes seats to a new term.",
        handler!(operation::renew),
    )
    .takes(schema::<request::SplitInput>)
    .gives(schema::<answer::OperationAnswer>)
    .verifiable(),
    Route::post(
        "/v1/fulfillments/{id}/rehost",
        Right::Rehost,
        "Moves seats to another host.",
        handler!(operation::rehost),
    )
    .takes(schema::<request::RehostInput>)
    .gives(schema::<answer::OperationAnswer>)
    .verifiable(),
    Route::post(
        "/v1/fulfillments/{id}/return",
        Right::Return,
        "Gives seats back to the line item.",
        handler!(operation::give_back),
    )
    .takes(schema::<request::ReturnInput>)
    .gives(schema::<answer::OperationAnswer>)
    .verifiable(),
    Route::post(
        "/v1/fulfillments/{id}/repair",
        Right::Repair,
        "Makes the same license again.",
        handler!(operation::repair),
    )
    .takes(schema::<request::RepairInput>)
    .gives(schema::<answer::OperationAnswer>)
    .verifiable(),
    Route::post(
        "/v1/fulfillments/{id}/publisher-error",
        Right::CorrectPublisherError,
        "Makes the same license again, for a mistake of the vendor.",
        handler!(operation::publisher_error),
    )
    .takes(schema::<request::RepairInput>)
    .gives(schema::<answer::OperationAnswer>)
    .verifiable(),
    Route::post(
        "/v1/fulfillments/{id}/emergency",
        Right::Emergency,
        "Gives a short license while the real one does not work.",
        handler!(operation::emergency),
    )
    .takes(schema::<request::ExtraInput>)
    .gives(schema::<answer::OperationAnswer>)
    .verifiable(),
    Route::post(
        "/v1/fulfillments/{id}/stop-gap",
        Right::StopGap,
        "Gives a short license after expiry.",
        handler!(operation::stop_gap),
    )
    .takes(schema::<request::ExtraInput>)
    .gives(schema::<answer::OperationAnswer>)
    .verifiable(),
    Route::post(
        "/v1/fulfillments/{id}/set-text",
        Right::Generate,
        "Sets the license text of a fulfillment that is on hold.",
        handler!(set_text::handle),
    )
    .takes(schema::<set_text::TextInput>)
    .gives(schema::<Fulfillment>)
    .verifiable(),
    Route::post(
        "/v1/fulfillments/{id}/email",
        Right::Email,
        "Sends the file of a fulfillment by mail.",
        handler!(email::handle),
    )
    .takes(schema::<email::EmailInput>)
    .gives(schema::<Shipment>)
    .verifiable(),
    Route::get("/v1/fulfillments/{id}/tree", "Shows where seats came from and went.", handler!(tree::handle))
        .gives(schema::<tree::Tree>),
    Route::get(
        "/v1/fulfillments/{id}/shipments",
        "Lists to whom the files of a fulfillment went.",
        handler!(download::shipments),
    )
    .lists(schema::<Shipment>),
    Route::get(
        "/v1/fulfillments/{id}/files",
        "Lists the files of a fulfillment.",
        handler!(download::files_of),
    )
    .lists(schema::<LicenseFile>),
    Route::post(
        "/v1/accounts/{id}/transfer-host",
        Right::Rehost,
        "Moves everything from one host to another.",
        handler!(move_host::handle),
    )
    .takes(schema::<move_host::MoveInput>)
    .gives(schema::<answer::OperationAnswer>)
    .verifiable(),
];

/// Routes of license files.
pub const FILES: &[Route] = &[
    Route::get("/v1/files", "Lists license files.", handler!(collection::list::<LicenseFile>))
        .lists(schema::<LicenseFile>),
    Route::get("/v1/files/{id}", "Shows a license file.", handler!(collection::get::<LicenseFile>))
        .gives(schema::<LicenseFile>),
    Route::alone(
        Method::Get,
        "/v1/files/{id}/download",
        Access::Right(Right::View),
        "Gives the bytes of a license file, and notes who got them.",
        |office, call, actor| Box::pin(download::handle(office, call, actor)),
    ),
];
