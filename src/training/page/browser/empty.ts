/** Stands in for a part of a library that a page never calls. */
export {};
