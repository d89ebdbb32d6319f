const shared = [
  "name",
  "singular_name",
  "search_items",
  "edit_item",
  "view_item",
  "not_found",
  "parent_item_colon",
  "all_items",
  "items_list_navigation",
  "items_list",
  "item_link",
  "item_link_description",
  "menu_name",
  "name_admin_bar",
  "add_new_item",
];

const ofTypes = [
  "add_new",
  "new_item",
  "view_items",
  "not_found_in_trash",
  "archives",
  "attributes",
  "insert_into_item",
  "uploaded_to_this_item",
  "featured_image",
  "set_featured_image",
  "remove_featured_image",
  "use_featured_image",
  "filter_items_list",
  "filter_by_date",
  "item_published",
  "item_published_privately",
  "item_reverted_to_draft",
  "item_trashed",
  "item_scheduled",
  "item_updated",
];

const ofTaxonomies = [
  "name_field_description",
  "popular_items",
  "parent_item",
  "parent_field_description",
  "slug_field_description",
  "desc_field_description",
  "update_item",
  "new_item_name",
  "separate_items_with_commas",
  "add_or_remove_items",
  "choose_from_most_used",
  "no_terms",
  "filter_by_item",
  "most_used",
  "back_to_items",
];

/** The wording of the administration screens; only the keys matter to a client. */
function labels(keys: string[], name: string): Record<string, string> {
  return Object.fromEntries(
    keys.map((key) => [key, key === "name" || key === "menu_name" ? name : key.replaceAll("_", " ")]),
  );
}

export function postTypeLabels(name: string): Record<string, string> {
  return labels([...shared, ...ofTypes], name);
}

export function taxonomyLabels(name: string): Record<string, string | null> {
  return labels([...shared, ...ofTaxonomies], name);
}
