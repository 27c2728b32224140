//! The tree over the log (RFC 6962, 2.1), whose leaves are the texts of events. Its nodes are kept by others, by number: a leaf has twice
//! its index, and a node that covers more stands between its halves (RFC 9420, appendix C). Only nodes that cover what will never
//! change are kept, which is two for an event; the others follow from them.

use ct_merkle::{
    ConsistencyProof, InclusionProof, RootHash, indices_for_consistency_proof, indices_for_inclusion_proof,
};
use sha2::{Digest, Sha256};

/// A hash of the tree.
pub type Hash = [u8; 32];

/// The most leaves that the numbers of nodes have room for.
const MOST: u64 = 1 << 62;

/// The hash of a leaf: of an event with this text.
pub fn leaf(text: &str) -> Hash {
    Sha256::new().chain_update([0]).chain_update(text).finalize().into()
}

/// The hash of a node above two others.
pub fn parent_of(left: &Hash, right: &Hash) -> Hash {
    parent(left, right)
}

fn parent(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The number of the node that covers 2^level leaves from this one on.
fn number(first: u64, level: u32) -> u64 {
    2 * first + (1 << level) - 1
}

/// The first leaf that a node covers, and how many it covers.
pub fn covered(node: u64) -> (u64, u64) {
    let leaves = 1 << node.trailing_ones();
    ((node + 1 - leaves) / 2, leaves)
}

/// The nodes that are whole when a leaf comes: it, and those of which it is the last.
pub fn grown<E>(index: u64, leaf: Hash, node: &mut impl FnMut(u64) -> Result<Hash, E>) -> Result<Vec<(u64, Hash)>, E> {
    let mut whole = vec![(number(index, 0), leaf)];
    let mut hash = leaf;
    for level in 0..index.trailing_ones() {
        let first = index + 1 - (2 << level);
        hash = parent(&node(number(first, level))?, &hash);
        whole.push((number(first, level + 1), hash));
    }
    Ok(whole)
}

/// The nodes that a tree of this size is made of: the largest that are whole, from left to right.
pub fn peaks(size: u64) -> Vec<u64> {
    let (mut first, mut peaks) = (0, Vec::new());
    while first < size {
        let level = (size - first).ilog2();
        peaks.push(number(first, level));
        first += 1 << level;
    }
    peaks
}

/// The nodes that end before the leaves of this number, or lie across it, and that proofs of the leaves from it on need.
pub fn needed(pruned: u64, size: u64) -> Vec<u64> {
    let across = (1..62_u32).filter_map(|level| {
        let (leaves, first) = (1_u64 << level, (pruned >> level) << level);
        (first < pruned && first + leaves <= size && first + leaves > pruned).then(|| number(first, level))
    });
    peaks(pruned).into_iter().chain(across).collect()
}

/// A tree of so many leaves, whose whole nodes are asked for by number.
pub struct Tree<F> {
    size: u64,
    node: F,
}

impl<E, F: FnMut(u64) -> Result<Hash, E>> Tree<F> {
    /// A tree of so many leaves.
    pub fn new(size: u64, node: F) -> Self {
        Self { size: size.min(MOST), node }
    }

    /// Its root.
    pub fn root(&mut self) -> Result<Hash, E> {
        self.root_of(self.size)
    }

    /// The root that it had when it had so many leaves.
    pub fn root_of(&mut self, size: u64) -> Result<Hash, E> {
        let mut peaks = peaks(size.min(self.size)).into_iter().rev();
        let Some(last) = peaks.next() else { return Ok(Sha256::digest([]).into()) };
        let mut root = (self.node)(last)?;
        for peak in peaks {
            root = parent(&(self.node)(peak)?, &root);
        }
        Ok(root)
    }

    /// The hashes that lead from a leaf to the root; none where there is no such leaf.
    pub fn inclusion(&mut self, index: u64) -> Result<Option<Vec<Hash>>, E> {
        if index >= self.size {
            return Ok(None);
        }
        let nodes = indices_for_inclusion_proof(self.size, index);
        nodes.into_iter().map(|node| self.hash(node)).collect::<Result<_, _>>().map(Some)
    }

    /// The hashes that lead from the root of its first leaves to its own; none where it never had so few.
    pub fn consistency(&mut self, old: u64) -> Result<Option<Vec<Hash>>, E> {
        if old == 0 || old > self.size {
            return Ok(None);
        }
        let nodes = indices_for_consistency_proof(old, self.size - old);
        nodes.into_iter().map(|node| self.hash(node)).collect::<Result<_, _>>().map(Some)
    }

    /// The hash of a node, also of one that covers leaves which are not there yet.
    fn hash(&mut self, node: u64) -> Result<Hash, E> {
        let (first, leaves) = covered(node);
        if first + leaves <= self.size {
            return (self.node)(node);
        }
        let middle = first + leaves / 2;
        if middle >= self.size {
            return self.hash(number(first, (leaves / 2).ilog2()));
        }
        let left = (self.node)(number(first, (leaves / 2).ilog2()))?;
        let right = self.hash(number(middle, (leaves / 2).ilog2()))?;
        Ok(parent(&left, &right))
    }
}

/// The root of a tree of some size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Root {
    /// How many leaves.
    pub size: u64,
    /// The root.
    pub hash: Hash,
}

impl Root {
    fn checked(&self) -> Option<RootHash<Sha256>> {
        (self.size <= MOST).then(|| RootHash::new(self.hash.into(), self.size))
    }

    /// Whether an event with this text is the leaf of this index.
    pub fn includes(&self, index: u64, text: &str, proof: &[Hash]) -> bool {
        let proof = InclusionProof::try_from_bytes(proof.concat());
        self.checked().zip(proof.ok()).is_some_and(|(root, proof)| root.verify_inclusion(&text, index, &proof).is_ok())
    }

    /// Whether this is what became of an older tree, to which leaves were only added.
    pub fn continues(&self, old: &Self, proof: &[Hash]) -> bool {
        if old.size == 0 {
            // Every tree was empty once.
            return old.hash == <Hash>::from(Sha256::digest([]));
        }
        let proof = ConsistencyProof::try_from_bytes(proof.concat());
        match (self.checked(), old.checked(), proof) {
            (Some(new), Some(old), Ok(proof)) => new.verify_consistency(&old, &proof).is_ok(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::convert::Infallible;

    use ct_merkle::mem_backed_tree::MemoryBackedTree;

    use super::*;

    fn text(index: u64) -> String {
        format!("event {index}")
    }

    /// A tree whose nodes are kept as a ledger keeps them, and the same in the crate's own memory.
    fn both(size: u64) -> (HashMap<u64, Hash>, MemoryBackedTree<Sha256, String>) {
        let (mut nodes, mut own) = (HashMap::new(), MemoryBackedTree::new());
        for index in 0..size {
            let mut get = |node: u64| Ok::<_, Infallible>(nodes[&node]);
            let whole = grown(index, leaf(&text(index)), &mut get).unwrap();
            nodes.extend(whole);
            own.push(text(index));
        }
        (nodes, own)
    }

    #[test]
    fn roots_are_those_of_another_tree_and_proofs_lead_to_them() {
        for size in (1..=33).chain([64, 100]) {
            let (nodes, own) = both(size);
            assert!(nodes.len() as u64 <= 2 * size);
            let mut tree = Tree::new(size, |node| Ok::<_, Infallible>(nodes[&node]));
            let root = Root { size, hash: tree.root().unwrap() };
            assert_eq!(root.hash[..], own.root().as_bytes()[..], "{size}");
            for index in 0..size {
                let proof = tree.inclusion(index).unwrap().unwrap();
                assert_eq!(proof.concat(), own.prove_inclusion(usize::try_from(index).unwrap()).as_bytes());
                assert!(root.includes(index, &text(index), &proof));
                assert!(!root.includes(index, "another", &proof));
                assert!(!root.includes((index + 1) % (size + 1), &text(index), &proof));
            }
            for old in 1..=size {
                let old = Root { size: old, hash: tree.root_of(old).unwrap() };
                let proof = tree.consistency(old.size).unwrap().unwrap();
                assert!(root.continues(&old, &proof), "{} to {size}", old.size);
                assert!(!root.continues(&Root { hash: [7; 32], ..old }, &proof));
            }
            assert_eq!(tree.inclusion(size).unwrap(), None);
            assert_eq!(tree.consistency(size + 1).unwrap(), None);
        }
        assert_eq!(Tree::new(0, |_| Ok::<_, Infallible>([0; 32])).root().unwrap()[..4], [0xe3, 0xb0, 0xc4, 0x42]);
    }

    #[test]
    fn what_is_kept_still_proves_when_all_but_the_peaks_before_it_is_gone() {
        let (all, _) = both(77);
        for pruned in 1..77 {
            let peaks = peaks(pruned);
            let is_kept = |node: &u64| {
                let (first, leaves) = covered(*node);
                let is_kept = first + leaves > pruned || peaks.contains(node);
                assert_eq!(is_kept && first < pruned, needed(pruned, 77).contains(node), "{node} of {pruned}");
                is_kept
            };
            let kept: HashMap<_, _> = all.iter().filter(|(node, _)| is_kept(node)).collect();
            let mut tree = Tree::new(77, |node| kept.get(&node).map(|hash| **hash).ok_or(node));
            let root = Root { size: 77, hash: tree.root().unwrap() };
            for index in pruned..77 {
                let proof = tree.inclusion(index).unwrap().unwrap();
                assert!(root.includes(index, &text(index), &proof), "{index} of {pruned}");
            }
            let old = Root { size: pruned, hash: tree.root_of(pruned).unwrap() };
            assert!(root.continues(&old, &tree.consistency(pruned).unwrap().unwrap()));
        }
    }
}
