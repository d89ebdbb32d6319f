export interface WorkspaceDetail {
  id: string;
  name: string;
  timeZone: string;
  createdAt: string;
}
