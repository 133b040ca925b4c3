"""Where texts appear that have the same keys in every questionnaire, for those who translate them."""

PLACES = (
    (r"language", "What the language calls itself, where people choose one"),
    (r"locale", "How days, times and numbers are written: language and country, such as pt_BR"),
    (r"title", "Title of the questionnaire"),
    (r"introduction", "First page of the form"),
    (r"labels\..+\.(high|low)", "Briefing: what whoever answers high, or low, says"),
    (r"labels\..+", "Form: an answer; keep its strength"),
    (r"scales\..+\.title", "Briefing: what several statements are about together"),
    (r"sections\..+\.title", "Form: heading of a page"),
    (r"sections\..+\.introduction", "Form: below the heading of a page"),
    (r"items\..+\.we", "Form: statement about one’s own company"),
    (r"items\..+\.they", "Form: statement about the partner"),
    (r"items\..+\.they_of_us", "Form: what the partner would say"),
    (r"items\..+\.alliance", "Form: statement about both together"),
    (r"items\..+\.statement", "Briefing: the statement, by the companies’ names"),
    (r"items\..+\.(now|better)", "Form: question about each of the activities"),
    (r"items\..+\.activities\..+", "Form and briefing: an activity"),
    (r"items\..+\.options\..+", "Form and briefing: what can be picked"),
    (r"items\..+\.(unit|unit_one)", "Form and briefing: the unit of a number"),
    (r"items\..+\.short", "Briefing: what a question is called"),
    (r"items\..+\.text", "Form: question"),
)
"""A pattern of keys, and in plain words where such a text stands; the first that fits counts."""
