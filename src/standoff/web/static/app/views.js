// THE list of views, in the order of the navigation; `key` goes with g, `count` says what stands beside the name.
import { Now } from "./views/now.js";
import { Timeline } from "./views/timeline.js";
import { MapView } from "./views/map.js";
import { Claims } from "./views/claims.js";
import { Positions } from "./views/positions.js";
import { Figures } from "./views/figures.js";
import { Network } from "./views/network.js";
import { Outlook } from "./views/outlook.js";
import { Reports } from "./views/reports.js";
import { Judgements } from "./views/judgements.js";
import { Issues } from "./views/issues.js";
import { Search } from "./views/search.js";

export const VIEWS = [
  { name: "now", key: "n", draw: Now },
  { name: "timeline", key: "t", draw: Timeline, count: (counts) => counts.events },
  { name: "map", key: "m", draw: MapView, count: (counts) => counts.places },
  { name: "claims", key: "c", draw: Claims, count: (counts) => counts.claims },
  { name: "positions", key: "p", draw: Positions, count: (counts) => counts.positions },
  { name: "figures", key: "f", draw: Figures, count: (counts) => counts.series },
  { name: "network", key: "w", draw: Network, count: (counts) => counts.ties },
  { name: "outlook", key: "o", draw: Outlook },
  { name: "reports", key: "r", draw: Reports, count: (counts) => counts.reports },
  { name: "judgements", key: "j", draw: Judgements, count: (counts) => counts.judgements || undefined },
  { name: "issues", key: "i", draw: Issues, count: (counts, overview) => overview?.issues },
  { name: "search", key: "s", draw: Search },
];
