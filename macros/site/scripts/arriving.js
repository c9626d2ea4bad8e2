/* A page that is opened with a query may be about to change: its style sheet can wait for that. */
document.documentElement.toggleAttribute("data-query", location.search.length > 1);
