# Means, spreads and quartiles by base R.
of <- lapply(inputs[c("a", "b", "wide", "narrow", "eleven_a", "eleven_b")], answers)
welch <- function(a, b, level = .95) {
  found <- t.test(b, a, conf.level = level)
  list(interval = as.numeric(found$conf.int), p = found$p.value)
}
values <- list(
  sd = sapply(of[c("a", "b")], sd),
  interval_a = as.numeric(t.test(of$a)$conf.int),
  interval_narrow = as.numeric(t.test(of$narrow)$conf.int),
  welch = welch(of$a, of$b),
  welch_90 = welch(of$a, of$b, .9),
  unequal = welch(of$wide, of$narrow),
  eleven = welch(of$eleven_a, of$eleven_b),
  scores = welch(inputs$scores_a, inputs$scores_b),
  quartiles = lapply(inputs$numbers, function(x) as.numeric(quantile(x, c(.25, .5, .75), type = 7)))
)
