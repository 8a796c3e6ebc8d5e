"""The rules that find the cores of time expressions; the earlier one wins where two begin at the same place.

A blank in a rule stands for any white space; `{NAME}` for a piece that `time_grammar` builds, mostly out of
`lexicons/calendar.csv`. Prepositions, parts and ranges are put around the cores by `times`.
"""

RULES: tuple[tuple[str, str], ...] = (
    (
        "iso",
        r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[T "
        r"](?P<h>\d\d):(?P<min>\d\d)(?::\d\d(?:\.\d+)?)?(?P<zone>Z)?)?(?![\d-])",
    ),
    ("year_first", r"(?P<y>\d{4})(?:/(?P<m>\d{1,2})/(?P<d>\d{1,2})|"
        r"[-/](?P<mn>{MONTHD})[-/](?P<dn>\d{1,2}))(?![\d/])"),
    (
        "numeric",
        r"(?P<a>\d{1,2})(?:/(?P<b>\d{1,2})/(?P<y>\d{4}|\d\d)|-(?P<b3>\d{1,2})-(?P<y3>\d{4})|"
        r"\.(?P<b2>\d{1,2})\.(?P<y2>\d{4}))(?![\d/])",
    ),
    (
        "day_range",
        r"(?:the )?(?P<d>{D})(?: ?[-–—] ?| (?:to|until|till|through|and) (?:the )?)(?P<d2>{D})(?: of |"
        r" )(?P<m>{MONTH})(?:{YSEP}(?P<y>{YEAR}))?",
    ),
    (
        "month_range",
        r"(?P<m>{MONTH}) (?P<d>{D})(?: ?[-–—] ?| (?:to|until|till|through|"
        r"and) )(?P<d2>{D})(?![\d:%/]|[.,]\d| ?[ap]\.?m\b|"
        r" {NOUNISH})(?:{YSEP}(?P<y>{YEAR}))?",
    ),
    (
        "day_month",
        r"(?:(?:{WEEKDAY})(?: ?,)? )?(?:the )?(?P<d>{D}|{ORDINAL})(?: (?:day )?of |[ /-])(?P<m>{MONTHD})"
        r"(?:(?:{YSEP}|[-/])(?P<y>{YEAR}))?",
    ),
    (
        "month_day",
        r"(?:(?:{WEEKDAY})(?: ?,)? )?(?P<m>{MONTHD})[ /-]?(?<!\w-)(?:the )?(?P<d>{D}|{ORDINAL}|"
        r"{DAYWORD})(?![\d:%]|[.,]\d|"
        r"/\w|-(?!{MONTHD})\w)(?:(?:{YSEP}|-)(?P<y>{YEAR}))?",
    ),
    ("month_year", r"(?P<m>{MONTH})(?: ?, ?| (?:of |in )?|[-/])(?P<y>{YEAR})|"
        r"(?P<y0>{YEAR}) (?P<m0>{MONTHS_FULL})(?! {D})"),
    ("quarter_after", r"(?P<y>{YEAR})[ -]?Q(?P<n>[1-4])"),
    ("year_range", r"(?P<y>{YEAR}) ?[-–/~] ?(?P<y2>{YEAR}|\d\d)(?![\d-])"),
    (
        "decade",
        r"(?:the )?(?P<y>1[89]\d|20\d)0s|the (?P<y0>1[89]\d|20\d)0['’]s|"
        r"the '?(?P<y2>[2-9])0s|the ['’](?P<y3>[2-9])0s|the (?P<word>{DECADE})",
    ),
    ("century", r"(?:the )?(?:(?P<n>\d{1,2})(?:st|nd|rd|th)|(?P<word>{ORDINAL}))[ -](?:century|centuries)"),
    (
        "half",
        r"(?:the )?(?P<n>first|second|last|latter) half of (?:(?P<y>{YEAR})|(?P<dir>the|this|last|next) year)|"
        r"H(?P<n2>[12]) (?P<y2>{YEAR})|(?P<y3>{YEAR})[ -]H(?P<n3>[12])",
    ),
    (
        "quarter",
        r"(?:(?:the )?(?P<n>first|second|third|fourth|last|final|[1-4](?:st|nd|rd|th))[ -]quarter|"
        r"Q(?P<n2>[1-4]))(?: of|"
        r" in| ?,)?(?:[ -](?P<y>{YEAR})| (?P<dir>the|this|last|next) year)?",
    ),
    ("season", r"(?:the )?(?P<s>{SEASON})(?: of|,)? (?P<y>{YEAR})"),
    (
        "edge",
        r"(?:the )?(?P<part>beginning|start|middle|end|close|rest|remainder) of (?:(?P<dir>the|this|"
        r"last|next|previous) "
        r")?(?P<unit>week|month|quarter|year|decade|century)(?!\w)|(?P<unit2>week|month|year)(?: |-)(?P<part2>end)",
    ),
    (
        "run",
        r"(?:the )?(?:(?P<dir>past|last|previous|recent|next|coming|"
        r"following) (?:(?P<n>{NUMBER}) )?|(?P<n2>{NUMBER}) (?P<dir2>past|previous|next|coming|upcoming) )"
        r"(?:{STRAIGHT} )?(?P<units>{UNITS})",
    ),
    (
        "relative",
        r"(?P<the>the |this (?=past|last|coming))?"
        r"(?P<dir>this|last|next|past|previous|coming|following|current|same|upcoming|"
        r"that)[ -](?:(?P<unit>hour|day|week|weekend|fortnight|month|quarter|year|decade|century)(?!\w)|"
        r"(?P<m>{MONTHS_FULL})|(?P<w>{WEEKDAY})(?: (?:(?:early|late) )?(?P<dp>{PART}))?|"
        r"(?P<s>{SEASON})|(?P<part>{PART}))|"
        r"the (?P<weekend>weekend)|the (?P<next>week|month|year) after next",
    ),
    (
        "ago",
        r"(?P<n>{NUMBER}) (?P<unit>{UNIT}|{UNITS})(?P<half> and a half)? (?P<dir>ago|earlier|later|"
        r"beforehand|afterwards|"
        r"prior|hence|back|from now)",
    ),
    ("bare_ago", r"(?P<unit>{UNITS}) (?P<dir>ago|earlier|later)|(?P<one>week|month|quarter|year)-(?P<way>ago|earlier)"),
    (
        "deictic",
        r"the day (?P<far>before yesterday|after tomorrow)|(?P<word>yesterday|today|tomorrow|"
        r"tonight)(?: (?:(?:early|late) )?(?P<dp>{PART}))?",
    ),
    ("beside", r"the (?P<unit>day|night|week|weekend|month|year) (?P<dir>before|after|earlier|later|previous|prior)"),
    ("running", r"the (?P<unit>day|week|month|quarter|year)(?! {NOUNISH}| of | that |-)"),
    (
        "every",
        r"(?:every|each) (?:(?P<other>other )|(?P<n>{NUMBER}) )?(?:(?P<unit>{UNIT}|{UNITS})|"
        r"(?P<w>{WEEKDAY})|(?P<m>{MONTHS_FULL})|(?P<part>weekend|{SEASON}|{PART}))",
    ),
    (
        "rate",
        r"(?:once|twice|thrice|(?:{NUMBER}) times) (?:a|an|per|each|every) (?P<unit>{UNIT})|(?:per|"
        r"(?<=\w\s)an?) (?P<unit2>day|week|month|year)(?= *(?:[.,;)]|to|in|for|on|since|from|"
        r"until|$)(?!\w))",
    ),
    ("frequency", r"(?P<word>{SET})"),
    ("weekdays", r"(?P<w>{WEEKDAY_FULL})s|(?P<word>weekdays|weekends)"),
    ("vague", r"(?P<word>{VAGUE})(?! (?:{NUMBER} )?(?:{UNIT}|{UNITS}))"),
    ("feast", r"(?:(?P<dir>last|next|this) )?(?P<word>{FEAST})(?:(?: of|,)? (?P<y>{YEAR}))?"),
    (
        "hours",
        r"(?P<h1>{HM}) ?(?P<ap1>{AP})?(?: ?[-–—~] ?| (?:to|until|till|and|through) )"
        r"(?P<h2>{HM})(?: ?(?P<ap2>{AP})|(?!\w|[:.]?\d|[-/]\d|%|"
        r" {NOUNISH}))(?:{ZONE})?(?: (?:in the|at) (?P<dp>{PART}))?",
    ),
    (
        "clock",
        r"(?:(?P<h>\d{1,2})[:.](?P<min>\d\d)(?::(?P<sec>\d\d))? ?(?P<ap>{AP})(?:{ZONE})?|"
        r"(?P<h2>\d{1,2}):(?P<min2>\d\d)(?::(?P<sec2>\d\d))?(?![\d:])(?: hours)?(?:{ZONE2})?|"
        r"(?P<h3>\d{1,2}|{HOUR}(?: (?P<min3>{MINUTES}))?) ?(?P<ap3>{AP})(?:{ZONE3})?|(?P<h4>[01]\d|"
        r"2[0-3])(?P<min4>[0-5]\d)(?:{ZONE4}| hours(?: {TZ})?)|(?P<h5>\d{1,2}|"
        r"{HOUR}(?: (?P<min5>{MINUTES}))?) ?o ?['’]? ?clock|"
        r"(?:(?P<off>(?:a )?quarter|(?:\d{1,2}|{MINUTES}) min(?:ute)?s?) (?P<way>past|to|after)|"
        r"(?P<off2>half|{MINUTES}) past) (?P<h6>{HOUR}|\d{1,2})(?! {NOUNISH}|%)|"
        r"(?P<word>noon|midnight|midday)(?! {NOUNISH}))(?: (?:in the|at) (?P<dp>{PART}))?|"
        r"(?:(?P<h7>\d{1,2}|{HOUR}(?: (?P<min7>{MINUTES}))?)) (?:in the|at) (?P<dp7>{PART})",
    ),
    (
        "weekday",
        r"(?P<w>{WEEKDAY})(?:(?: ?,)? (?:the )?(?P<d>\d{1,2}(?:st|nd|rd|th)|"
        r"{ORDINAL}))?(?: (?:(?:early|late) )?(?P<dp>{PART}))?",
    ),
    ("month_and_day", r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\d/%]| {NOUNISH}| of )"),
    ("nth_part", r"(?:the )?(?P<n>{ORDINAL}|last|final|\d{1,2}(?:st|nd|rd|"
        r"th))(?: (?P<k>{NUMBER}))? (?:(?P<unit>{UNIT}|{UNITS}|weekend)|"
        r"(?P<w>{WEEKDAY})(?: (?:(?:early|late) )?(?P<dp>{PART}))?)(?= (?:of|in) )"),
    ("nth", r"the (?P<d>\d{1,2})(?:st|nd|rd|th)(?! (?:of )?{UNIT})"),
    ("year", r"(?:the year )?(?P<y>{YEAR})|['’](?P<y2>\d\d)(?!\w|['’]|-)"),
    ("month", r"(?P<m>{MONTH})"),
    ("bare_season", r"(?:the )?(?P<s>{SEASON})"),
    (
        "duration",
        r"(?P<n>{NUMBER})[ -](?:{STRAIGHT}[ -])?(?P<unit>{UNIT}|"
        r"{UNITS})(?P<half> and a half)?(?:[ -]long)?(?![ -](?:old|"
        r"olds)(?!\w))|(?P<n2>\d+(?:\.\d+)?) ?(?P<short>{UNIT_SHORT})",
    ),
    ("whole", r"(?:all|the (?:whole|entire|full)) (?P<unit>day|week|weekend|month|year|decade|"
        r"century)|(?P<long>{UNIT}|{UNITS})[ -]?long"),
    ("bare_duration", r"(?P<unit>hours|days|weeks|months|years|decades|centuries)"),
    ("turn", r"(?P<turn>early|earlier|late|later) in the (?P<unit>day|week|month|year|decade)"),
    ("part", r"(?:(?<=in\s)|(?<=during\s))(?:the (?:(?:early|late|mid)[ -])?|(?:early|late)[ -])(?P<dp>{PART})|"
        r"(?P<word>overnight|at night)"),
    ("hour", r"(?:(?<=at\s)|(?<=by\s)|(?<=@\s)|(?<=around\s)|(?<=about\s))(?P<h>{HM})(?! ?[%$€£]|"
        r"[:.,]\d| {NOUNISH}|-)"),
)  # fmt: skip
"""Name and pattern of each rule."""
