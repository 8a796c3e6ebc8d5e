// Starts the page.
import { html, render } from "./lib.js";
import { Frame } from "./frame.js";

render(html`<${Frame} />`, document.getElementById("root"));
