namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>How the report came about, what its statements are worth, and what its words mean.</summary>
internal static class MethodSection
{
    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        yield return new Heading(1, "Method, tool and limits", Sections.Method);
        yield return new Paragraph(
            "The evidence was opened read-only and read as files: no engine was started, nothing in it was run, mounted or followed out of it. The same evidence and the same call give the same report, byte for byte; the report holds no reading of a clock, and its date, if it has one, was given by the examiner.");
        yield return new ListRows(context.Secrets)
            .Text("Program", context.Case.Tool.Name + " " + context.Case.Tool.Version)
            .Mono("Called as", context.Case.Tool.CommandLine)
            .Table;
        yield return new BulletList(
        [
            [Span.Bold("Times are as recorded. "),
                new Span("Nothing here corrects a clock that was wrong. Where the zone of a recorded time was not UTC, the recorded text stands beside it.")],
            [Span.Bold("An image's time of creation "),
                new Span("was set by whoever built it, on that machine's clock, and travels with the image. It says nothing about when the image came to this host; “known here since” does, as a file's time on this host.")],
            [Span.Bold("File times prove little by themselves. "),
                new Span("A modification time inside a layer can come from a package, an archive or a build elsewhere, and anyone who may write a file may set it. Several independent records that agree are worth more.")],
            [Span.Bold("A deletion "),
                new Span("is a mark in a layer that hides a name of a layer below. The bytes below are still there. Its time is that of the mark where the mark has one, else that of the build step or directory around it; the timeline says which.")],
            [Span.Bold("“Inferred” "),
                new Span("means that the records do not say it and it follows from something else, such as the order of two lists. It is marked wherever it is used.")],
            [Span.Bold("A running container "), new Span("was running when the evidence was taken: files may have been half written.")],
            [Span.Bold("Absence proves nothing. "),
                new Span("What the engine removed without a trace, and what lies outside of the evidence, is not here. What could not be read is listed under "), Span.To(Sections.Problems, "Problems"), new Span(".")],
            [Span.Bold("Lists are cut "),
                new Span("where a person would not read on, and say by how much. The CSV holds every event, the JSON inventory every object.")],
            Secrets(context),
            [Span.Bold("Characters "),
                new Span("that could mislead the eye (controls, changes of writing direction, invisible ones, bytes that are not UTF-8) are shown as escapes, such as "), Span.Mono("\\x1b"), new Span(" or "), Span.Mono("\\u{202E}"), new Span("; so are those that the fonts of this report do not have.")],
        ]);
    }

    public static IEnumerable<Block> Glossary()
    {
        yield return new Heading(1, "Glossary", Sections.Glossary);
        yield return new KeyValueTable(
        [
            new KeyValueRow("Image", "A stack of layers with a configuration, from which containers are started."),
            new KeyValueRow("Layer", "The files that one build step or one container added, changed or deleted, against the layers below."),
            new KeyValueRow("Build step", "One instruction of the recipe (Dockerfile) that an image was built from, as the image records it."),
            new KeyValueRow("Digest, SHA-256",
                "A number computed from bytes: equal digests mean equal bytes, and no two different files with one digest are known."),
            new KeyValueRow("Finding",
                "Something that a rule of the program would have an examiner look at, with the reason; its severity says how unusual it is, not how sure."),
            new KeyValueRow("ATT&CK", "MITRE's catalogue of what intruders do; T1611 is the number of one technique in it."),
            new KeyValueRow("Set-uid", "A program that runs with its owner's rights, whoever starts it."),
            new KeyValueRow("Privileged", "Of a container: started with all rights on the host, so that leaving it is easy."),
            new KeyValueRow("Container", "A process with its own view of the file system: the layers of an image, and a writable layer on top."),
            new KeyValueRow("Init layer", "A small layer between image and container, in which the engine makes places for its own files."),
            new KeyValueRow("Volume", "A directory that outlives containers and lies outside of layers."),
            new KeyValueRow("Dangling", "Of an image: it has no name any more and no other image is made from it."),
            new KeyValueRow("Storage driver", "The engine's way of keeping and stacking layers on disk, such as aufs or overlay2."),
            new KeyValueRow("Leftover", "What a removal, an interruption or a change of driver left on disk."),
            new KeyValueRow("A, C, D", "Added, changed, deleted: the letters of “docker diff”."),
        ]);
    }

    private static RichText Secrets(ReportContext context) => context.Secrets.ShowsAll
        ? [Span.Bold("Secrets are shown: "), new Span("passwords, keys and tokens in environments and commands are printed as recorded.")]
        : [Span.Bold("Secrets are masked: "),
            new Span("values whose names look like passwords, keys or tokens are printed as dots and a length, in environments, labels, commands and messages. The data files have them. Secrets written otherwise, such as in a URL, are not recognised.")];
}
