using StoreForensics.Model.Builds;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>What builders remember of builds, failed ones too, and of what their steps kept between builds.</summary>
internal sealed class BuildsSection(ReportContext context)
{
    private readonly BuildText _text = new(context.Secrets);

    /// <summary>Nothing where no builder left a record.</summary>
    public IEnumerable<Block> Blocks()
    {
        List<BuildRecord> builds = context.Inventory.Builds;
        List<BuildCacheRecord> cache = context.Inventory.BuildCache;
        if (builds.Count == 0 && cache.Count == 0)
            yield break;
        yield return new Heading(1, "Builds", Sections.Builds);
        if (builds.Count > 0)
        {
            yield return new Paragraph("What the builders of these stores remember of builds, oldest first. A builder forgets old builds by itself: one that is "
                + "not here may have been made all the same. Names are those that the build gave; they may have gone on to other images since.");
            yield return new DataTable(
                [new Column("Build", 110), new Column($"When ({context.Format.Zone})", 100), new Column("What it was made from", 140),
                    new Column("What came of it", 140)],
                ReportContext.Rows([.. builds.OrderBy(b => b.Started ?? b.Client?.Modified)], Row));
        }
        foreach (Block block in Cache(cache))
            yield return block;
    }

    private IEnumerable<Block> Cache(List<BuildCacheRecord> all)
    {
        List<BuildCacheRecord> records = [.. all.Where(r => r.SameAs is null)], mounts = [.. records.Where(BuildText.IsCacheMount)];
        if (records.Count == 0)
            yield break;
        yield return new Heading(2, "Build cache");
        yield return new Paragraph($"The cache holds {CaseFormat.Count(records.Count, "record")}; what each was made by is in the JSON inventory. "
            + (mounts.Count == 0 ? "None of them is a directory that steps kept files in from build to build."
                : "Directories that steps kept files in from build to build, which are part of no image:"));
        if (mounts.Count > 0)
            yield return new DataTable(
                [new Column("Name of the mount", 110), new Column($"When ({context.Format.Zone})", 120), new Column("Size", 50, AlignRight: true),
                    new Column("Layer", 70), new Column("What for", 140)],
                ReportContext.Rows(mounts, Row));
    }

    private TableRow Row(BuildRecord build) => new(
    [
        new RichText([CaseFormat.Cut(BuildText.Name(build), ReportLimits.EventText), "  ", Span.Mono(CaseFormat.ShortId(build.Id)),
            Span.Muted("  " + BuildText.State(build))]),
        new RichText([.. When("began ", build.Started), .. When("; ended ", build.Completed),
            .. build.Started is null ? When("; asked for ", build.Client?.Modified) : []]),
        CaseFormat.Cut(string.Join("; ", _text.Sources(build)), ReportLimits.EventText),
        Outcome(build),
    ]);

    private RichText Outcome(BuildRecord build)
    {
        var spans = new List<Span>();
        if (_text.Failure(build) is { } failure)
            spans.Add(CaseFormat.Cut(failure, ReportLimits.EventText));
        else if (BuildText.Results(build) is { Count: > 0 } results)
            spans.Add(Span.Mono(CaseFormat.Cut(string.Join(", ", results), ReportLimits.EventText)));
        else
            spans.Add(Span.Muted("nothing that the record names"));
        if (build.Images.Count > 0)
            spans.Add(Span.Muted("  still there: " + string.Join(", ", build.Images.Take(ReportLimits.NamesInLine).Select(ReportContext.NameOf))));
        return new RichText(spans);
    }

    private TableRow Row(BuildCacheRecord record) => new(
    [
        Span.Mono(CaseFormat.Cut(record.Key ?? record.Id, ReportLimits.EventText)),
        new RichText([.. When("made ", record.Created), .. When("; last used ", record.LastUsed)]),
        record.SizeBytes is { } bytes ? CaseFormat.Bytes(bytes) : CaseFormat.Unknown,
        record.Layer is { } layer ? Span.Mono(CaseFormat.ShortId(layer.Id)) : Span.Muted("none"),
        CaseFormat.Cut(_text.Cache(record), ReportLimits.EventText),
    ]);

    private IEnumerable<Span> When(string word, Primitives.Timestamp? time)
    {
        yield return word;
        yield return time is { } known ? Span.Mono(context.Format.Short(known)) : CaseFormat.Unknown;
    }
}
