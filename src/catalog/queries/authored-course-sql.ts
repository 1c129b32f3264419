/** The members that an author's course `c` has in lists and alone. */
export const AUTHORED_COURSE = `
  'id', c.id, 'slug', c.slug, 'title', c.title, 'summary', c.summary,
  'price', json_build_object('amount', c.price_amount, 'currency', c.price_currency),
  'category', c.category, 'level', c.level, 'language', c.language,
  'state', c.state, 'publishedAt', c.published_at, 'edited', c.edited, 'release', c.release,
  'submittedAt', c.submitted_at, 'rejection', c.rejection, 'version', c.version`;
