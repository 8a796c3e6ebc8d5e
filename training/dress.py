"""Openings and tails that dress a short sentence as a newswire one. They leave its type as it is.

Some tell of other acts, by nobody who is marked: the network learns to read what the marked actors do.
"""

OPENINGS = """
On Monday,
On Tuesday,
Earlier this week,
In a statement late on Thursday, it emerged that
According to local media,
According to officials in the capital,
Officials said that
Residents said that
State television said that
Reuters reported on Friday that
A spokesman confirmed on Sunday that
A diplomat told AFP that
In a surprise move,
As expected,
Two days after the election,
Weeks after talks broke down,
Hours before a summit was to open,
Amid a deepening economic crisis,
Despite calls for restraint,
After months of tension,
Following a night of clashes in the capital,
While protesters filled the main square,
As fighting went on in the north,
With sanctions looming,
Shortly after a bomb killed six people in a market,
A day after the foreign minister resigned,
In March 2014,
In the autumn of 1987,
For the first time in a decade,
In what analysts called a turning point,
""".strip().splitlines()

TAILS = """
on Monday
on Tuesday
on Wednesday evening
last week
earlier this month
in March
in 2016
, state media reported
, officials said
, a spokesman said on Saturday
, according to a statement
, according to Reuters
, the news agency reported on Friday
, witnesses said
, a senior official told reporters
, two diplomats said
, its spokeswoman said, without giving details
, in a move seen as historic
, days before a parliamentary election
, as fighting went on near the border
, hours after a bomb went off in the capital
, a day after a court sentenced six officers to prison
, while thousands marched against higher fuel prices
, amid fears of a wider war
, in the worst crisis between neighbours in years
, although talks are due to resume next week
, a month after the ceasefire collapsed
, even as aid groups warned of famine
, months after an embargo was lifted
, raising hopes that tension may ease
, raising tension in the region
, a step that observers had long expected
, the latest turn in a long dispute
, following a meeting of ministers in Geneva
, ahead of a visit by a UN envoy
, as oil prices fell to their lowest in a year
, where more than 200 people have died since January
, which has been divided since the civil war
, the interior ministry said in a statement carried by state radio
, local newspapers wrote
""".strip().splitlines()
