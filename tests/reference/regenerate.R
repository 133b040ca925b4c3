# Re-creates every file of reference values: Rscript tests/reference/regenerate.R [TOPIC ...]
#
# A topic is a script TOPIC.R and its inputs, TOPIC.inputs.json. The script finds the inputs as `inputs` and
# leaves a list `values`, which is written to TOPIC.values.json; the tests compare with what is stored there.
# On Debian: apt-get install r-base-core r-cran-jsonlite r-cran-psych r-cran-coin r-cran-exactranktests \
#            r-cran-multilevel r-cran-effectsize r-cran-survey r-cran-metafor r-cran-mvtnorm
this <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
folder <- normalizePath(dirname(this))
topics <- commandArgs(trailingOnly = TRUE)
if (length(topics) == 0)
  topics <- sub("\\.inputs\\.json$", "", sort(list.files(folder, "\\.inputs\\.json$")))
for (topic in topics) {
  scope <- new.env()
  scope$inputs <- jsonlite::fromJSON(file.path(folder, paste0(topic, ".inputs.json")))
  # The answers that a row of counts stands for: 1, 1, 2, 3, 3, 3 ...
  scope$answers <- function(counts) rep(seq_along(counts), counts)
  suppressPackageStartupMessages(source(file.path(folder, paste0(topic, ".R")), local = scope))
  jsonlite::write_json(scope$values, file.path(folder, paste0(topic, ".values.json")),
                       digits = NA, auto_unbox = TRUE, pretty = TRUE)
  cat(topic, "\n")
}
