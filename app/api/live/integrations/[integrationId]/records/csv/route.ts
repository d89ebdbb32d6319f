import { listRecords } from "@/lib/domain/record/data";
import { ListRecords } from "@/lib/domain/record/schema";
import { csvRoute } from "@/lib/realtime/live-route";

export const GET = csvRoute(ListRecords, listRecords, {
  fileName: "connectus-records",
  columns: ["object", "id", "title", "changed_at", "deleted_at", "data"],
  row: (record) => [
    record.object,
    record.externalId,
    record.title,
    record.changedAt,
    record.deletedAt,
    record.data,
  ],
});
