// What programs in JavaScript make of small inputs, as JSON.
process.env.TZ = "Asia/Seoul"; // before any date is made

const { parseFeed } = await import("feedsmith");
const { default: ical } = await import("node-ical");

function event(summary) {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:example", "BEGIN:VEVENT", "UID:a"];
  lines.push("DTSTAMP:20240101T000000Z", "DTSTART;VALUE=DATE:20240801", summary);
  lines.push("END:VEVENT", "END:VCALENDAR", "");
  return ical.sync.parseICS(lines.join("\r\n")).a;
}

const { start, summary } = event("SUMMARY:허가");
const feed = {
  version: "https://jsonfeed.org/version/1.1",
  title: "Example",
  items: [{ id: "a", content_text: "b", _atlas: { kind: "trials" } }],
};
console.log(
  JSON.stringify({
    day: [start.getFullYear(), start.getMonth() + 1, start.getDate()],
    iso: start.toISOString(),
    summary,
    summaryWithLanguage: event("SUMMARY;LANGUAGE=ko:허가").summary,
    item: Object.keys(parseFeed(JSON.stringify(feed)).feed.items[0]),
  }),
);
