import { definePosts } from "./posts";

export const pages = definePosts("pages", "Pages");
