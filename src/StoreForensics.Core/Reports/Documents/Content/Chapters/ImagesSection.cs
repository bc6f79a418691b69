using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>All images in a table, then each with its configuration, its build steps and what they did to the file system.</summary>
internal sealed class ImagesSection(ReportContext context)
{
    private readonly StepsSection _steps = new(context);

    public IEnumerable<Block> Blocks()
    {
        List<Image> images = [.. context.DetailedImages];
        yield return new Heading(1, "Images", Sections.Images);
        if (context.Inventory.Images.Count == 0)
        {
            yield return new Paragraph("The stores hold no images.");
            yield break;
        }
        int intermediate = context.Case.Counts.IntermediateImages, left = context.Inventory.Images.Count - intermediate - images.Count;
        if (intermediate > 0)
            yield return new Paragraph(
                $"Besides the images below the stores hold {CaseFormat.Count(intermediate, "intermediate image")}: they appear as build steps of the images made from them.");
        yield return Overview(images);
        if (left > 0)
        {
            string remark = CaseFormat.Count(left, "image") + " past the first " + CaseFormat.Count(images.Count)
                + " are not in this report; the JSON inventory has all.";
            context.LeftOut.Add(remark);
            yield return new Callout(Tone.Warning, "Not all images are shown", remark);
        }
        foreach (Image image in images)
        {
            foreach (Block block in Details(image))
                yield return block;
        }
    }

    private DataTable Overview(List<Image> images) => new(
        [new Column("Image", 170), new Column("Id", 76), new Column($"Created ({context.Format.Zone})", 108), new Column("Size", 52, AlignRight: true),
            new Column("Steps", 32, AlignRight: true)],
        images.Select(image => new TableRow(
        [
            Span.To(context.AnchorOf(image), context.Case.Label(image.References.Count > 0 ? ReportContext.NameOf(image) : "untagged",
                image.Store.Root.Evidence)),
            Span.Mono(image.ShortId),
            image.Created is RecordedTime created && created.Time.IsUsable ? Span.Mono(context.Format.Short(created.Time)) : CaseFormat.Unknown,
            CaseFormat.Bytes(image.TotalSize),
            CaseFormat.Count(image.Steps.Count),
        ])));

    private IEnumerable<Block> Details(Image image)
    {
        yield return new Heading(2, context.Case.Label(ReportContext.NameOf(image), image.Store.Root.Evidence)
            + (image.References.Count > 0 ? "  " + image.ShortId : ""), context.AnchorOf(image));
        yield return Facts(image);
        foreach (Block block in _steps.Blocks(image))
            yield return block;
    }

    private KeyValueTable Facts(Image image) => new ListRows(context.Secrets)
        .Mono("Id", image.Id)
        .Each("Names", image.References, reference => Span.Mono(CaseFormat.Cut(reference.ToString(), ReportLimits.EventText)))
        .Each("Digests", image.References.Where(r => r.Digest is not null && r.Tag is not null), reference =>
            Span.Mono(CaseFormat.Cut(reference.Digest!, ReportLimits.EventText)))
        .Add("Created", context.Format.Recorded(image.Created))
        .Add("Known here since", image.Registered is null ? RichText.Empty : context.Format.Moment(image.Registered))
        .Add("Parent", image.ParentId is null ? RichText.Empty : Parent(image))
        .Text("How it came to be", image.Provenance?.ToString())
        .Text("Comment", image.Comment)
        .Brief("Made", ("by", image.DockerVersion is null ? null : "Docker " + image.DockerVersion),
            ("for", string.Join("/", new[] { image.Os, image.Architecture }.Where(p => !string.IsNullOrEmpty(p)))), ("author", image.Author))
        .Text("Size", image.TotalSize is long total ? CaseFormat.ExactBytes(total)
            + (image.OwnSize is long own ? ", of which its own " + CaseFormat.Bytes(own) : "") : null)
        .Mono("Committed from", image.ContainerId)
        .Command("Entrypoint", image.Config?.Entrypoint)
        .Command("Command", image.Config?.Cmd)
        .Mono("User", image.Config?.User)
        .Mono("Working directory", image.Config?.WorkingDir)
        .Each("Exposed ports", image.Config?.ExposedPorts, port => Span.Mono(port))
        .Each("Volumes", image.Config?.Volumes, volume => Span.Mono(volume))
        .Environment("Environment", image.Config?.Env)
        .Labels("Labels", image.Config?.Labels)
        .Add("Used by", UsedBy(image))
        .Text("Store", context.Inventory.Stores.Count > 1 ? image.Store.Name : null)
        .Mono("Recorded in", context.Case.Place(image.Origin))
        .Table;

    private RichText Parent(Image image) => image.Parent is null
        ? [Span.Mono(image.ParentId!), Span.Muted("  not in the evidence")]
        : Span.To(context.AnchorOf(image.Parent), image.ParentId!, SpanStyle.Mono);

    private RichText UsedBy(Image image)
    {
        List<Container> users = [.. context.Inventory.Containers.Where(c => c.Image == image)];
        return users.Count == 0 ? RichText.Empty : ReportContext.Names(users, c => Span.To(context.AnchorOf(c), CaseFormat.Cut(c.DisplayName, 80)), 20);
    }
}
