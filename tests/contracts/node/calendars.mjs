// The days of calendar files as two libraries read them: node calendars.mjs FILE …
// Prints, for each file and library, first day and day after the last of each event by its UID.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import ical from "node-ical";

/** A day at which node-ical has midnight here. */
const day = (date) => {
    if (!date.dateOnly) throw new Error(`${date} has a time`);
    const two = (number) => String(number).padStart(2, "0");
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

const readers = {
    "ical.js": (text) =>
        new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((part) => {
            const event = new ICAL.Event(part);
            if (!event.startDate.isDate) throw new Error(`${event.uid} has a time`);
            return [event.uid, event.startDate.toString(), event.endDate.toString(), event.summary];
        }),
    "node-ical": (text) =>
        Object.values(ical.sync.parseICS(text))
            .filter((event) => event.type === "VEVENT")
            .map((event) => [event.uid, day(event.start), day(event.end), event.summary]),
};

const found = {};
for (const file of process.argv.slice(2)) {
    const text = readFileSync(file, "utf8");
    found[file] = {};
    for (const [name, read] of Object.entries(readers)) found[file][name] = read(text);
}
console.log(JSON.stringify(found));
