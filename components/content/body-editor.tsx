"use client";

import { type RefObject, useRef, useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { cn } from "@/lib/cn";
import { HtmlPreview } from "./html-preview";
import { Toolbar } from "./toolbar";
import { pictureTypes, uploadPicture } from "./upload";

export interface Body {
  /** `html` where the text holds what Markdown cannot say. */
  format: "markdown" | "html";
  text: string;
}

export interface BodyEditorProps {
  body: Body;
  html: string;
  error: string | undefined;
  canWrite: boolean;
  onChange: (text: string) => void;
}

type View = "write" | "preview";

export function BodyEditor({ body, html, error, canWrite, onChange }: BodyEditorProps) {
  const [view, setView] = useState<View>("write");
  const area = useRef<HTMLTextAreaElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const insert = (picture: File | undefined) =>
    insertPicture(picture, body, area.current?.selectionStart ?? body.text.length, onChange);
  return (
    <div className="rounded-xl border bg-surface shadow-card">
      <div className="sticky top-14 z-10 flex flex-wrap items-center justify-between gap-2 rounded-t-xl border-b bg-surface px-2 py-1.5 md:top-0">
        {view === "write" && body.format === "markdown" ? (
          <Toolbar
            area={area}
            onChange={onChange}
            onPicture={() => file.current?.click()}
            disabled={!canWrite}
          />
        ) : (
          <span className="px-2 text-sm text-muted">
            {view === "preview" ? "As it will read" : "Edited as HTML: it holds what Markdown cannot say."}
          </span>
        )}
        <Views view={view} onChange={setView} />
      </div>
      {view === "write" ? (
        <WriteArea area={area} body={body} isWrong={Boolean(error)} canWrite={canWrite} onChange={onChange} />
      ) : (
        <div className="min-h-[26rem] px-5 py-4">
          {html.trim() ? <HtmlPreview html={html} /> : <p className="text-muted">Nothing written yet.</p>}
        </div>
      )}
      <p id="body-note" className={cn("border-t px-5 py-2 text-xs", error ? "text-bad" : "text-muted")}>
        {error ?? `${countWords(html)} words`}
      </p>
      <input
        ref={file}
        type="file"
        accept={pictureTypes}
        aria-label="Picture for the text"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => void insert(event.target.files?.[0])}
      />
    </div>
  );
}

interface WriteAreaProps extends Pick<BodyEditorProps, "body" | "canWrite" | "onChange"> {
  area: RefObject<HTMLTextAreaElement | null>;
  isWrong: boolean;
}

function WriteArea({ area, body, isWrong, canWrite, onChange }: WriteAreaProps) {
  return (
    <textarea
      ref={area}
      aria-label="Text"
      aria-invalid={isWrong || undefined}
      aria-describedby="body-note"
      value={body.text}
      readOnly={!canWrite}
      onChange={(event) => onChange(event.target.value)}
      placeholder="Write here. ## makes a heading, **bold**, - a list."
      spellCheck
      className={cn(
        "block min-h-[26rem] w-full resize-y bg-transparent px-5 py-4 text-[0.9375rem] leading-relaxed [field-sizing:content] max-sm:text-lg focus-visible:-outline-offset-2",
        body.format === "html" && "font-mono text-sm",
      )}
    />
  );
}

async function insertPicture(
  picture: File | undefined,
  body: Body,
  at: number,
  onChange: (text: string) => void,
): Promise<void> {
  if (!picture) return;
  try {
    const alt = picture.name
      .replace(/\.\w+$/, "")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
    const { url } = await uploadPicture(picture, alt);
    const mark = body.format === "markdown" ? `\n\n![${alt}](${url})\n\n` : `<img src="${url}" alt="${alt}">`;
    onChange(body.text.slice(0, at) + mark + body.text.slice(at));
  } catch (problem) {
    toast.error(problem instanceof Error ? problem.message : "The picture could not be sent.");
  }
}

function countWords(html: string): number {
  return html
    .replace(/<[^>]+>/g, " ")
    .split(/\s+/)
    .filter(Boolean).length;
}

function Views({
  view,
  onChange,
}: {
  view: "write" | "preview";
  onChange: (view: "write" | "preview") => void;
}) {
  return (
    <fieldset className="flex rounded-lg bg-sunken p-0.5">
      <legend className="sr-only">View</legend>
      {(["write", "preview"] as const).map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={view === name}
          onClick={() => onChange(name)}
          className={cn(buttonClass("quiet", "sm"), view === name && "bg-surface text-ink shadow-card")}
        >
          {name === "write" ? "Write" : "Preview"}
        </button>
      ))}
    </fieldset>
  );
}
