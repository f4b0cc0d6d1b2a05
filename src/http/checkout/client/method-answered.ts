/** What our page after the issuer's method page tells the page around the frames; with our origin, nobody else can say it. */
export const METHOD_ANSWERED = 'tollgate:method-answered';
