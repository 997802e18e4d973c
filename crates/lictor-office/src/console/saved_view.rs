//! Views of lists that a person has saved: name, filters and columns.

use super::list::{Tab, worth_keeping};
use super::noun::Noun;
use super::page::Reply;
use super::posted::Posted;
use super::session::Notice;
use super::visit::Visit;
use crate::fault::Fault;
use crate::http::dispatch::form;
use crate::model::SavedView;
use crate::store::Meta;

/// Longest name of a view, in characters.
const NAME_MAX: usize = 60;
/// Most views of a person and a list.
const VIEWS_MAX: usize = 50;

async fn own(visit: &Visit, noun: &Noun) -> Result<Vec<SavedView>, Fault> {
    let mut tx = visit.office().read().await?;
    let of = vec![visit.name.as_str().into(), noun.path.into()];
    tx.select::<SavedView>("owner = $1 AND list = $2 ORDER BY id", of).await
}

/// The person's views of a list.
///
/// # Errors
///
/// What the database says.
pub(super) async fn tabs(visit: &Visit, noun: &Noun) -> Result<Vec<Tab>, Fault> {
    let here = worth_keeping(&visit.query);
    let tab = |view: SavedView| Tab {
        text: view.name,
        href: format!("/{}{}", noun.path, view.query),
        here: view.query == here,
        id: view.meta.id,
    };
    Ok(own(visit, noun).await?.into_iter().map(tab).collect())
}

/// Saves the view that the form was sent from, in place of one of the same name.
///
/// # Errors
///
/// What the database says.
pub(super) async fn save(visit: &Visit, noun: &Noun) -> Result<Reply, Fault> {
    let name: String = visit.posted.text("name").chars().take(NAME_MAX).collect();
    let back = visit.posted.text("back");
    let query = worth_keeping(&Posted::of(form(back.split_once('?').map_or("", |(_, query)| query))));
    let has = own(visit, noun).await?;
    if name.is_empty() || has.len() >= VIEWS_MAX {
        visit.say(Notice::warn("A saved view needs a name, and there may be at most 50 of a list."));
        return Ok(Reply::Go(back.to_owned()));
    }
    let mut tx = visit.office().write(visit.actor.clone()).await?;
    match has.into_iter().find(|view| view.name == name) {
        Some(mut view) => {
            view.query.clone_from(&query);
            tx.update(&mut view).await?;
        }
        None => {
            let (owner, list) = (visit.name.clone(), noun.path.to_owned());
            let mut view = SavedView { meta: Meta::default(), owner, list, name, query: query.clone() };
            tx.insert(&mut view).await?;
        }
    }
    visit.office().commit(tx).await?;
    visit.say(Notice::good("The view is saved."));
    Ok(Reply::Go(format!("/{}{query}", noun.path)))
}

/// Forgets one of the person's views.
///
/// # Errors
///
/// What the database says.
pub(super) async fn forget(visit: &Visit, noun: &Noun) -> Result<Reply, Fault> {
    let id = visit.posted.text("view");
    if own(visit, noun).await?.iter().any(|view| view.meta.id == id) {
        let mut tx = visit.office().write(visit.actor.clone()).await?;
        tx.delete::<SavedView>(id).await?;
        visit.office().commit(tx).await?;
        visit.say(Notice::good("The view is forgotten."));
    }
    Ok(Reply::Go(format!("/{}", noun.path)))
}
