export const roleWords = { owner: "Owner", admin: "Admin", editor: "Editor", viewer: "Viewer" } as const;
