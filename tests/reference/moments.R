# Reference values of tests/statistics, by base R. Run: Rscript tests/reference/moments.R
options(digits = 17)
of <- function(counts) rep(seq_along(counts), counts)
show <- function(name, x) cat(name, format(x, digits = 16), "\n")

a <- of(c(1, 2, 2, 2, 1)); b <- of(c(0, 0, 2, 3, 3))
show("mean, sd a", c(mean(a), sd(a)))
show("interval a", t.test(a)$conf.int)
show("welch b - a", t.test(b, a)$conf.int)
show("welch 90", t.test(b, a, conf.level = .9)$conf.int)

a <- of(c(3, 9, 14, 20, 7)); b <- of(c(10, 1, 0, 0, 1))
show("unequal: interval b", t.test(b)$conf.int)
show("unequal: welch b - a", t.test(b, a)$conf.int)
show("unequal: df", t.test(b, a)$parameter)

a <- of(c(0, 4, 3, 0, 0, 1, 0, 0, 0, 2, 1)); b <- of(c(1, 0, 0, 0, 5, 0, 0, 0, 2, 0, 0))
show("eleven points: welch b - a", t.test(b, a)$conf.int)

x <- c(2.25, 3, 3.5, 4.75, 4, 1.5, 3.25, 4); y <- c(4, 4.5, 3.75, 5, 4.25, 4.5, 2, 4.75, 5)
show("scores: sd", c(sd(x), sd(y)))
show("scores: welch y - x", t.test(y, x)$conf.int)

for (x in list(c(10, 20, 30, 40, 50, 60, 70, 80), c(0, 0, 12.5, 50, 50, 55, 60, 100, 100), c(7, 3, 9, 1, 5, 40, 2, 8, 6, 4)))
  show("quartiles", quantile(x, c(.25, .5, .75), type = 7))
