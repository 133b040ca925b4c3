# Each side's standard error of the mean with finite population correction by the package survey; Welch from there.
library(survey)
mean_of <- function(counts, people) {
  design <- svydesign(id = ~1, data = data.frame(x = answers(counts)), fpc = rep(people, sum(counts)))
  found <- svymean(~x, design)
  c(mean = coef(found)[[1]], error = SE(found)[[1]])
}
a <- mean_of(inputs$a, inputs$people[1]); b <- mean_of(inputs$b, inputs$people[2])
u <- a[["error"]]^2; v <- b[["error"]]^2
df <- (u + v)^2 / (u^2 / (sum(inputs$a) - 1) + v^2 / (sum(inputs$b) - 1))
values <- list(interval = b[["mean"]] - a[["mean"]] + c(-1, 1) * qt(.975, df) * sqrt(u + v))
