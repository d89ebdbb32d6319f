import { defineConnector } from "../kit/connector";
import { identify, tests } from "./connection-tests";
import { consent } from "./consent";
import { discover } from "./discover";
import { readFailure } from "./failure";
import { manifest } from "./manifest";
import { media } from "./objects/media";
import { pages } from "./objects/pages";
import { posts } from "./objects/posts";
import { categories, tags } from "./objects/terms";
import { users } from "./objects/users";
import { publish } from "./publish";

export default defineConnector({
  manifest,
  readFailure,
  discover,
  consent,
  tests,
  identify,
  objects: [posts, pages, media, categories, tags, users],
  publish,
});
