"""Where texts appear that have the same keys in every file of a kind, for those who translate them.

A pattern of keys, and in plain words where such a text stands; the first that fits counts.
"""

Places = tuple[tuple[str, str], ...]

ANYWHERE: Places = (
    (r"language", "What the language calls itself, where people choose one"),
    (r"locale", "How days, times and numbers are written: language and country, such as pt_BR"),
)
QUESTIONNAIRE: Places = (
    *ANYWHERE,
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
PLAYBOOK: Places = (
    (r"rules\..+\.question", "Playbook: opens in the workshop, where the finding is on the table"),
    (r"rules\..+\.probes\.\d+", "Playbook: asked on in the workshop"),
    (r"rules\..+\.interview\.\d+", "Playbook: asked in interviews before; tells nothing of what was answered"),
    (r"rules\..+\.say", "Page one: a message, said aloud"),
    (r"rules\..+\.ask(\.\d+)?", "Page one: the question that opens the talk about a message"),
    (r"rules\..+\.do_not_say", "Page one: what the consultant leaves unsaid"),
    (r"early_warnings\..+\.text", "Playbook: told to the consultant when a wave closes"),
    (r"open_questions\.\d+", "Playbook: asked in interviews, whatever was found"),
    (r"tools\..+\.name", "Playbook: a tool of the workshop; empty where it keeps its English name"),
    (r"tools\..+\.purpose", "Playbook: what a tool of the workshop does"),
    (r"agendas\..+\.who", "Agenda: who takes part in a stretch of the workshop"),
    (r"agendas\..+|spare\..+", "Agenda of the workshop"),
)
