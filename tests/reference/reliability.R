# alpha, item-rest correlations and Feldt's interval by psych: of all, and within sides. There psych is given what is
# left of the answers when their side's means are taken out, and for people the degrees of freedom plus one.
limits <- function(alpha, freedom, items, p = .05) {
  found <- psych::alpha.ci(alpha, n.obs = freedom + 1, n.var = items, p.val = p)
  c(found$lower.ci, found$upper.ci)
}
values <- lapply(seq_len(nrow(inputs)), function(i) {
  x <- inputs$answers[[i]]
  complete <- rowSums(is.na(x)) == 0
  x <- x[complete, ]; sides <- factor(inputs$sides[[i]][complete])
  describe <- function(x, freedom) {
    found <- suppressMessages(suppressWarnings(psych::alpha(as.data.frame(x), warnings = FALSE)))
    alpha <- found$total$raw_alpha
    list(alpha = alpha, interval = limits(alpha, freedom, ncol(x)), interval_90 = limits(alpha, freedom, ncol(x), .1),
         item_rest = found$item.stats$r.drop)
  }
  within <- apply(x, 2, function(item) item - ave(item, sides))
  list(n = nrow(x), all = describe(x, nrow(x) - 1), within = describe(within, nrow(x) - nlevels(sides)))
})
