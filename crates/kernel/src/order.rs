//! Putting short lists in order.

/// Puts a short or nearly ordered list in order: stable, by insertion, in time of the order of its length times its disorder.
///
/// The standard library's sort is made for long lists and costs some four thousand bytes of program for every type and order; in a
/// page that is loaded over the network that is dear for a list of a dozen. `before(a, b)` says whether `a` comes before `b`.
pub fn sort_short<T>(list: &mut [T], mut before: impl FnMut(&T, &T) -> bool) {
    for end in 1..list.len() {
        let mut at = end;
        while at > 0 && before(&list[at], &list[at - 1]) {
            list.swap(at, at - 1);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_order_of_the_standard_library(mut list in prop::collection::vec((0..5u8, any::<u8>()), 0..40)) {
            let mut expected = list.clone();
            expected.sort_by_key(|it| it.0);
            sort_short(&mut list, |a, b| a.0 < b.0);
            prop_assert_eq!(list, expected);
        }
    }
}
