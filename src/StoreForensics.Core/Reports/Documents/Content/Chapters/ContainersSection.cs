using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>All containers in a table, then each with everything that is recorded of it, and what it changed.</summary>
internal sealed class ContainersSection(ReportContext context)
{
    public IEnumerable<Block> Blocks()
    {
        List<Container> containers = [.. context.DetailedContainers];
        yield return new Heading(1, "Containers", Sections.Containers);
        if (containers.Count == 0)
        {
            yield return new Paragraph("The stores hold no containers.");
            yield break;
        }
        yield return Overview(containers);
        int left = context.Inventory.Containers.Count - containers.Count;
        if (left > 0)
        {
            string remark = CaseFormat.Count(left, "container") + " past the first " + CaseFormat.Count(containers.Count)
                + " are not in this report; the JSON inventory has all.";
            context.LeftOut.Add(remark);
            yield return new Callout(Tone.Warning, "Not all containers are shown", remark);
        }
        foreach (Container container in containers)
        {
            foreach (Block block in Details(container))
                yield return block;
        }
    }

    private DataTable Overview(List<Container> containers) => new(
        [new Column("Name", 112), new Column("Id", 74), new Column("Image", 112), new Column("State", 74),
            new Column($"Last start ({context.Format.Zone})", 115)],
        containers.Select(container => new TableRow(
        [
            Span.To(context.AnchorOf(container), CaseFormat.Cut(context.Case.Label(container.DisplayName, container.Store.Root.Evidence), 200)),
            Span.Mono(container.ShortId),
            CaseFormat.Cut(ShortName(container), 200),
            StateSpan(container),
            container.Started is RecordedTime started && started.Time.IsUsable ? Span.Mono(context.Format.Short(started.Time)) : Never(container),
        ])));

    private static Span Never(Container container) => Span.Muted(container.IsConfigKnown ? "never" : "unknown");

    // An image that was named by its whole id needs no more of it here than one without a name.
    private static string ShortName(Container container)
    {
        string name = ImageName(container);
        return name.StartsWith("sha256:", StringComparison.Ordinal) ? CaseFormat.ShortId(name) : name;
    }

    private static string ImageName(Container container) =>
        container.ImageName ?? (container.Image is null ? CaseFormat.ShortId(container.ImageId ?? "not recorded") : ReportContext.NameOf(container.Image));

    /// <summary><c>exited (137)</c>; "not recorded" when unknown.</summary>
    public static string State(Container container)
    {
        if (container.State is null)
            return CaseFormat.Unknown.Text;
        string code = container.State == "exited" && container.ExitCode is long exit ? $" ({exit.ToString(System.Globalization.CultureInfo.InvariantCulture)})"
            : "";
        return CaseFormat.Cut(container.State, 40) + code;
    }

    private static Span StateSpan(Container container) => new(State(container), SpanStyle.Plain, container.State switch
    {
        null => Tone.Muted,
        "running" => Tone.Good,
        _ => Tone.Normal,
    });

    private IEnumerable<Block> Details(Container container)
    {
        yield return new Heading(2, CaseFormat.Cut(context.Case.Label(container.DisplayName, container.Store.Root.Evidence), 120)
            + (container.Name is null ? "" : "  " + container.ShortId), context.AnchorOf(container));
        ChangeList? changes = container.Layer?.Files is null ? null
            : ChangeList.Read(() => context.ContainerChanges(container), ReportLimits.ContainerPaths);
        yield return Facts(container, changes);
        if (changes is not { Total: > 0 } and not { BrokenOff: not null })
            yield break;
        yield return new Paragraph([Span.Bold("Changes to the file system: "), .. ChangesSection.Counts(changes).Spans], ParagraphRole.Label);
        foreach (Block block in ChangesSection.Lines(changes))
            yield return block;
    }

    // What can be said in a word stands among the facts.
    private static string? Unchanged(Container c, ChangeList? changes) => c.Layer is null ? "unknown: its writable layer is not in the evidence"
        : changes is null ? "unknown: the files of its writable layer are out of reach" + (c.Layer.UnreachableReason is string reason ? ": " + reason : "")
        : changes is { Total: 0, BrokenOff: null } ? "none" : null;

    // Its own id stands in full at the head of its facts.
    private static string Elided(Container c, string text) => c.Id.Length > 12 ? text.Replace(c.Id, c.ShortId + "…", StringComparison.Ordinal) : text;

    private KeyValueTable Facts(Container c, ChangeList? changes) => new ListRows(context.Secrets)
        .Mono("Id", c.Id)
        .Add("Image", ImageLink(c))
        .Command("Command", c.Command)
        .Add("State", [StateSpan(c), .. Flags(c)])
        .Add("Created", context.Format.Recorded(c.Created))
        .Add("Last start", c.Started is null ? Never(c) : context.Format.Recorded(c.Started))
        .Add("Last finish", c.Finished is null ? Never(c) : context.Format.Recorded(c.Finished))
        .Text("Error", c.Error)
        .Brief("Run", ("exit code", Number(c.ExitCode)), ("process id", c.Pid is 0 ? null : Number(c.Pid)), ("restarts", Number(c.RestartCount)))
        .Brief("Settings", ("privileged", c.Privileged is bool privileged ? privileged ? "yes" : "no" : null), ("restart policy", c.RestartPolicy),
            ("network", c.NetworkMode), ("process namespace", c.PidMode), ("host name", c.Hostname), ("IP address", c.IpAddress))
        .UnknownIf(!c.IsHostConfigKnown, "Privileged")
        .UnknownIf(!c.IsHostConfigKnown, "Restart policy")
        .Text("Capabilities added", string.Join(", ", c.CapAdd ?? []))
        .UnknownIf(c.CapAdd is null, "Capabilities added")
        .Text("Capabilities dropped", string.Join(", ", c.CapDrop ?? []))
        .UnknownIf(c.CapDrop is null, "Capabilities dropped")
        .Mono("User", c.Config?.User)
        .Mono("Working directory", c.Config?.WorkingDir)
        .UnknownIf(!c.IsHostConfigKnown, "Network")
        .UnknownIf(!c.IsHostConfigKnown, "Process namespace")
        .Each("Ports", c.Ports, port => Span.Mono(port.ToString()))
        .UnknownIf(c.Ports is null, "Ports")
        .Each("Mounts", c.Mounts, Mount)
        .UnknownIf(c.Mounts is null, "Mounts")
        .Each("Links", c.Links, link => Span.Mono(link))
        .UnknownIf(c.Links is null, "Links")
        .Environment("Environment", c.Env)
        .UnknownIf(c.Env is null, "Environment")
        .Environment("Environment with links", c.EffectiveEnv)
        .Labels("Labels", c.Labels)
        .UnknownIf(c.Labels is null, "Labels")
        .Add("Log on the host", c.LogPath is null && c.Logs.Count == 0 ? RichText.Empty
            : [Span.Mono(CaseFormat.Cut(Elided(c, c.LogPath ?? ""), ReportLimits.Text)), Span.Muted($"  {CaseFormat.Count(c.Logs.Count, "file")} found")])
        .Add("Writable layer", Layers(c))
        .Text("Store", context.Inventory.Stores.Count > 1 ? c.Store.Name : null)
        .Mono("Recorded in", Elided(c, context.Case.Place(c.Origin)))
        .Text("File system changes", Unchanged(c, changes))
        .Table;

    // An init layer has the writable layer's name with -init after it, in all but the oldest stores.
    private static RichText Layers(Container c) => c.Layer is not { } own ? RichText.Empty
        : c.InitLayer is not { } init ? Span.Mono(own.Id)
        : init.Id == own.Id + "-init" ? [Span.Mono(own.Id), Span.Muted("  and -init")]
        : [Span.Mono(own.Id), Span.LineBreak, Span.Muted("init layer "), Span.Mono(init.Id)];

    private static string? Number(long? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private RichText ImageLink(Container c)
    {
        if (c.ImageName is null && c.ImageId is null)
            return CaseFormat.Unknown;
        string name = CaseFormat.Cut(ImageName(c), ReportLimits.EventText);
        List<Span> spans = [Span.To(context.AnchorOf(c.Image), name)];
        if (c.ImageId is not null)
            spans.AddRange(context.AnchorOf(c.Image) is null || name.Contains(CaseFormat.ShortId(c.ImageId), StringComparison.Ordinal)
                ? [Span.LineBreak, Span.Mono(c.ImageId, Tone.Muted)] : [Span.Mono("  " + CaseFormat.ShortId(c.ImageId), Tone.Muted)]);
        if (c.Image is null)
            spans.Add(Span.Muted("  not in the evidence"));
        return new RichText(spans);
    }

    private static IEnumerable<Span> Flags(Container c)
    {
        if (c.State == "running")
            yield return Span.Muted("  when the evidence was taken");
        if (c.OomKilled == true)
            yield return new Span("  killed because it ran out of memory", SpanStyle.Plain, Tone.Danger);
    }

    private static RichText Mount(ContainerMount mount) =>
    [
        new Span(mount.Type + " "), Span.Mono(mount.Source ?? mount.Name ?? "?"), Span.Muted(" on "), Span.Mono(mount.Destination),
        Span.Muted(mount.ReadWrite switch { true => "  read-write", false => "  read-only", null => "" }),
        Span.Muted(mount.Name is null || mount.Source is null ? "" : "  volume " + mount.Name),
    ];
}
