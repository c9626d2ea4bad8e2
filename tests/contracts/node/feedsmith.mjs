// Reads the feeds that the arguments name and prints, as JSON, what feedsmith makes of each.
import { readFileSync } from "node:fs";
import { parseFeed } from "feedsmith";

const read = process.argv.slice(2).map((path) => {
  const { format, feed } = parseFeed(readFileSync(path, "utf-8"));
  const entries = feed.entries ?? feed.items;
  const text = (said) => said?.value ?? said;
  return {
    format,
    title: text(feed.title),
    entries: entries.map((entry) => ({
      id: entry.id,
      title: text(entry.title),
      link: entry.url ?? entry.links.find((link) => link.rel === "alternate").href,
      time: String(entry.updated ?? entry.date_published),
      content: entry.content_html ?? text(entry.content),
    })),
  };
});
console.log(JSON.stringify(read));
