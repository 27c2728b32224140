//! Where random bytes come from.

/// A source of random bytes that nobody can guess, which any thread may ask.
pub trait Entropy: Send + Sync {
    /// Fills the whole buffer, or fails and leaves it unusable.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError>;
}

/// The kernel gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random bytes")]
pub struct EntropyError;

/// The generator of the kernel.
#[derive(Debug, Clone, Copy)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        of_kernel(buffer)
    }
}

/// By the kernel's call itself: nothing is looked up at run time, and no file of a system needs to be there.
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "the one door to chance")]
fn of_kernel(buffer: &mut [u8]) -> Result<(), EntropyError> {
    use rustix::io::Errno;
    use rustix::rand::{GetRandomFlags, getrandom};

    let mut filled = 0;
    while filled < buffer.len() {
        match getrandom(&mut buffer[filled..], GetRandomFlags::empty()) {
            Ok(0) => return Err(EntropyError),
            Ok(count) => filled += count,
            Err(Errno::INTR) => {}
            Err(_) => return Err(EntropyError),
        }
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::disallowed_methods, reason = "the one door to chance")]
fn of_kernel(buffer: &mut [u8]) -> Result<(), EntropyError> {
    getrandom::fill(buffer).map_err(|_| EntropyError)
}

/// Whether crates that ask for themselves would get random bytes: they panic where there are none. Without the settings of the
/// repository a static program reads them from `/dev/urandom`, which a bare folder does not have.
#[expect(clippy::disallowed_methods, reason = "the one door to chance")]
pub(super) fn has_some_for_others() -> bool {
    getrandom::fill(&mut [0]).is_ok()
}

/// A fixed number of random bytes.
pub fn random<const N: usize>(source: &dyn Entropy) -> Result<[u8; N], EntropyError> {
    let mut bytes = [0; N];
    source.fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_of_any_length_is_filled_to_its_end() {
        for length in [0, 1, 255, 256, 257, 100_000] {
            let mut buffer = vec![0; length];
            SystemEntropy.fill(&mut buffer).unwrap();
            assert!(length < 32 || buffer[length - 32..] != [0; 32], "{length}");
        }
    }
}
