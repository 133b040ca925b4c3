interval <- function(successes, n, level) as.numeric(prop.test(successes, n, conf.level = level, correct = FALSE)$conf.int)
# How often each category has a majority, over all rows of counts that could be drawn.
rows <- function(n, k) {
  all <- as.matrix(expand.grid(rep(list(0:n), k)))
  all[rowSums(all) == n, , drop = FALSE]
}
majority <- function(counts) {
  drawn <- rows(sum(counts), length(counts))
  colSums(apply(drawn, 1, dmultinom, prob = counts) * (2 * drawn > sum(counts)))
}
values <- suppressWarnings(list(
  interval_95 = mapply(interval, inputs$successes, inputs$n, level = .95, SIMPLIFY = FALSE),
  interval_90 = mapply(interval, inputs$successes, inputs$n, level = .90, SIMPLIFY = FALSE),
  majority = lapply(inputs$counts, function(counts) as.numeric(majority(counts)))
))
