//! A file that is there whole or not at all.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::console::Failure;

/// A file to be. It is written beside its place under another name and moved there when it is whole, so that whoever finds
/// it finds all of it, whenever the program was stopped.
#[derive(Debug)]
pub struct Out {
    place: PathBuf,
    beside: PathBuf,
    file: File,
}

impl Out {
    /// Makes the file that is beside; called before the work, which would be lost if nothing could be written.
    ///
    /// # Errors
    /// [`Failure::Use`]: it cannot be made there.
    pub fn begin(place: &Path) -> Result<Self, Failure> {
        let refused =
            |why: &str| Failure::Use(format!("{} cannot be written: {why}", place.display()));
        let Some(name) = place.file_name().filter(|_| !place.is_dir()) else {
            return Err(refused("it is a folder; name a file"));
        };
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        // Two that write one file do not write into each other.
        hidden.push(format!(".{}.part", std::process::id()));
        let beside = place.with_file_name(hidden);
        let file = File::create(&beside).map_err(|error| refused(&error.to_string()))?;
        Ok(Self {
            place: place.to_owned(),
            beside,
            file,
        })
    }

    /// Where the file goes.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Writes the text and puts the file in its place.
    ///
    /// # Errors
    /// [`Failure::Use`]: the disk is full, the place is gone.
    pub fn finish(mut self, text: &str) -> Result<(), Failure> {
        let written = self
            .file
            .write_all(text.as_bytes())
            .and_then(|()| self.file.sync_all())
            .and_then(|()| fs::rename(&self.beside, &self.place));
        written.map_err(|error| {
            Failure::Use(format!(
                "{} cannot be written: {error}",
                self.place.display()
            ))
        })
    }
}

impl Drop for Out {
    /// What did not come to its place goes; after it did, there is nothing under that name.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.beside);
    }
}
