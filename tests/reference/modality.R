# The likeliest counts with one peak, a row at a time: isotonic regression either side of each peak, by isoreg.
values <- lapply(inputs, function(counts) {
  places <- length(counts)
  rising <- function(x) if (length(x)) isoreg(x)$yf else numeric(0)
  fits <- lapply(seq_len(places), function(peak)
    c(rising(counts[seq_len(peak)]), rev(rising(rev(counts[seq_len(places) > peak])))))
  likelihood <- sapply(fits, function(fit) sum(ifelse(counts > 0, counts * log(fit), 0)))
  fits[[which.max(likelihood > max(likelihood) - 1e-9)]]
})
