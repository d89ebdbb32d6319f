"use client";

import { ImagePlus, Trash2 } from "lucide-react";
import Image from "next/image";
import { type DragEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { TextField } from "@/components/ui/text-field";
import { cn } from "@/lib/cn";
import { pictureTypes, type UploadedPicture, uploadPicture } from "./upload";

export interface Cover {
  id: string;
  url: string;
  alt: string;
}

export interface CoverPictureProps {
  cover: Cover | null;
  canWrite: boolean;
  onChange: (cover: Cover | null) => void;
}

export function CoverPicture({ cover, canWrite, onChange }: CoverPictureProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setProblem(null);
    try {
      const { id, url }: UploadedPicture = await uploadPicture(file, cover?.alt ?? "");
      onChange({ id, url, alt: cover?.alt ?? "" });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "The picture could not be sent.");
    }
    setBusy(false);
  };
  return (
    <div className="flex flex-col gap-3">
      {cover ? (
        <ChosenCover cover={cover} canWrite={canWrite} onChange={onChange} />
      ) : canWrite ? (
        <DropZone isBusy={isBusy} onFile={(file) => void take(file)} />
      ) : (
        <p className="text-sm text-muted">No cover picture.</p>
      )}
      {problem ? (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      ) : null}
    </div>
  );
}

function ChosenCover({ cover, canWrite, onChange }: CoverPictureProps & { cover: Cover }) {
  return (
    <>
      <div className="relative aspect-video overflow-hidden rounded-lg border">
        <Image src={cover.url} alt={cover.alt} fill unoptimized className="object-cover" />
      </div>
      <TextField
        label="Alternative text"
        help="Says what the picture shows, for people who do not see it."
        error={cover.alt.trim() ? undefined : "Describe the picture in a few words."}
        value={cover.alt}
        maxLength={500}
        disabled={!canWrite}
        onChange={(event) => onChange({ ...cover, alt: event.target.value })}
      />
      {canWrite ? (
        <Button size="sm" variant="quiet" className="self-start" onClick={() => onChange(null)}>
          <Trash2 aria-hidden className="size-3.5" /> Take the picture out
        </Button>
      ) : null}
    </>
  );
}

function DropZone({ isBusy, onFile }: { isBusy: boolean; onFile: (file: File | undefined) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFile(event.dataTransfer.files[0]);
  };
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "flex flex-col items-center gap-2 rounded-lg border border-dashed border-line-strong px-4 py-7 text-center",
        isOver && "border-accent-ink bg-accent-soft",
      )}
    >
      <Button onClick={() => input.current?.click()} disabled={isBusy}>
        {isBusy ? <Spinner label="Sending the picture" /> : <ImagePlus aria-hidden className="size-4" />}
        {isBusy ? "Sending" : "Choose a picture"}
      </Button>
      <p className="text-xs text-muted">or drop it here. PNG, JPEG, WebP or GIF, up to 10 MB.</p>
      <input
        ref={input}
        type="file"
        accept={pictureTypes}
        aria-label="Cover picture"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => onFile(event.target.files?.[0])}
      />
    </div>
  );
}
