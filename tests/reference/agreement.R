# a_wg by multilevel, a row of counts at a time; null where it gives NA.
values <- lapply(inputs, function(counts) {
  x <- answers(counts)
  found <- multilevel::awg(x, rep("side", length(x)), range = c(1, length(counts)))$a.wg
  if (is.na(found)) NA else found
})
