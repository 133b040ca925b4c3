by_wilcox_test <- function(a, b, level) {
  found <- wilcox.test(b, a, conf.int = TRUE, exact = TRUE, conf.level = level)
  c(found$estimate[[1]], found$conf.int)
}
# With ties R's own function turns to a normal approximation and searches for the shift, and exactRankTests to the
# distribution given the ties, so neither is the same interval: here the differences are counted off one by one.
by_hand <- function(a, b, level) {
  differences <- sort(as.vector(outer(b, a, "-")))
  q <- qwilcox((1 - level) / 2, length(a), length(b))
  c(median(differences), differences[q], rev(differences)[q])
}
values <- list(
  untied_95 = mapply(by_wilcox_test, inputs$untied$a, inputs$untied$b, level = .95, SIMPLIFY = FALSE),
  untied_80 = mapply(by_wilcox_test, inputs$untied$a, inputs$untied$b, level = .80, SIMPLIFY = FALSE),
  tied_95 = mapply(by_hand, inputs$tied$a, inputs$tied$b, level = .95, SIMPLIFY = FALSE),
  ranks_95 = qwilcox(.025, inputs$sizes[, 1], inputs$sizes[, 2]),
  ranks_90 = qwilcox(.05, inputs$sizes[, 1], inputs$sizes[, 2]),
  large_ranks_95 = qwilcox(.025, inputs$large_sizes[, 1], inputs$large_sizes[, 2]),
  chances = dwilcox(0:20, 4, 5)
)
