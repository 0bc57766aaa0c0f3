// The page's self-check: runs every validation case, one after another, and tells what each came to as soon as it is known.
// Said: first the list, then one text for each case, at the end the seconds it took; or { problem }. Whoever has enough ends this worker.
import init, { list, check } from "./tuiyan_selfcheck.js";
try {
  await init();
  const begun = performance.now();
  postMessage(list());
  for (let at = 0, report; (report = check(at)) !== undefined; at += 1) postMessage(report);
  postMessage((performance.now() - begun) / 1000);
} catch (problem) {
  // What a module throws while it loads reaches the page by no event.
  postMessage({ problem: String(problem) });
}
