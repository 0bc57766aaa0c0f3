//! The order of a procedure's stages: who comes after whom, directly and through others.

use litemap::LiteMap;

use county::scenario::Procedure;

/// The stages of a procedure as a graph without cycles, in an order in which every stage comes after those it waits for.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// Ids, in order.
    pub ids: Vec<String>,
    /// For every stage those it waits for directly, by place in `ids`.
    pub before: Vec<Vec<usize>>,
    /// Its column: the number of steps on the longest path to it.
    pub column: Vec<usize>,
    /// For every stage whether another, by place, comes before it directly or through others.
    pub ancestors: Vec<Vec<bool>>,
    /// Returns: from, to.
    pub returns: Vec<(usize, usize)>,
}

impl Graph {
    /// Reads a procedure. Names of stages that do not exist are passed over, and so is a link that would close a circle: the checker
    /// tells about both, the picture is of what is sound.
    #[must_use]
    pub fn of(procedure: &Procedure) -> Self {
        let mut waits: LiteMap<&str, Vec<&str>> = LiteMap::new();
        for (id, stage) in &procedure.stages {
            let known = |other: &&String| procedure.stages.contains_key(other) && *other != id;
            let entry = waits.entry(id).or_default();
            entry.extend(stage.after.iter().filter(known).map(String::as_str));
            for later in stage.before.iter().filter(known) {
                waits.entry(later).or_default().push(id);
            }
        }
        let mut graph = Graph::default();
        let mut left: Vec<&str> = waits.keys().copied().collect();
        while !left.is_empty() {
            let free = |graph: &Graph, id: &str| {
                waits
                    .get(id)
                    .is_none_or(|w| w.iter().all(|b| graph.place(b).is_some()))
            };
            // In a circle nobody is free: the first is taken as if it were.
            let take: Vec<&str> = match left
                .iter()
                .filter(|id| free(&graph, id))
                .copied()
                .collect::<Vec<_>>()
            {
                none if none.is_empty() => left.iter().take(1).copied().collect(),
                some => some,
            };
            for id in &take {
                let mut before: Vec<usize> = waits
                    .get(id)
                    .into_iter()
                    .flatten()
                    .filter_map(|b| graph.place(b))
                    .filter(|b| !take.contains(&graph.ids[*b].as_str()))
                    .collect();
                kernel::order::sort_short(&mut before, |a, b| a < b);
                before.dedup();
                graph.add(id, before);
            }
            left.retain(|id| !take.contains(id));
        }
        for (id, stage) in &procedure.stages {
            let to = stage.returns.as_ref().and_then(|r| graph.place(&r.to));
            graph.returns.extend(graph.place(id).zip(to));
        }
        graph
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.ids.iter().position(|known| known == id)
    }

    fn add(&mut self, id: &str, before: Vec<usize>) {
        let n = self.ids.len();
        let column = before
            .iter()
            .map(|b| self.column[*b] + 1)
            .max()
            .unwrap_or(0);
        let mut ancestors = vec![false; n];
        for b in &before {
            ancestors[*b] = true;
            for (a, is) in self.ancestors[*b].iter().enumerate() {
                ancestors[a] |= is;
            }
        }
        self.ids.push(id.to_owned());
        self.before.push(before);
        self.column.push(column);
        self.ancestors.push(ancestors);
    }

    /// The direct links without those that longer paths already imply.
    #[must_use]
    pub fn links(&self) -> Vec<(usize, usize)> {
        let mut links = Vec::new();
        for (to, before) in self.before.iter().enumerate() {
            for from in before {
                let implied = before
                    .iter()
                    .any(|other| self.ancestors[*other].get(*from).copied().unwrap_or(false));
                if !implied {
                    links.push((*from, to));
                }
            }
        }
        links
    }
}
