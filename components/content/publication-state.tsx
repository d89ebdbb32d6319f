import { Ban, CircleCheck, CircleX, Clock, LoaderCircle, type LucideIcon, SearchCheck } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { ContentType, PublicationState } from "@/drizzle/schema/enums";

const faces: Record<PublicationState, { label: string; tone: Tone; icon: LucideIcon; spin?: boolean }> = {
  queued: { label: "Queued", tone: "quiet", icon: Clock },
  publishing: { label: "Publishing", tone: "accent", icon: LoaderCircle, spin: true },
  confirming: { label: "Making sure", tone: "accent", icon: SearchCheck },
  published: { label: "Published", tone: "good", icon: CircleCheck },
  failed: { label: "Failed", tone: "bad", icon: CircleX },
  canceled: { label: "Canceled", tone: "quiet", icon: Ban },
};

export function PublicationBadge({ state }: { state: PublicationState }) {
  const { label, tone, icon, spin } = faces[state];
  return (
    <Badge tone={tone} icon={icon} spin={spin ?? false}>
      {label}
    </Badge>
  );
}

export const contentTypeWords: Record<ContentType, string> = {
  blog_post: "Blog post",
  article: "Article",
  email_campaign: "E-mail campaign",
  social_post: "Social post",
  product_description: "Product description",
  landing_page: "Landing page",
  document: "Document",
  presentation: "Presentation",
};
