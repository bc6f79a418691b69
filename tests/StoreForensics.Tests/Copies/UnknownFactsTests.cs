using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Extraction;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Tests.Stores;
using StoreForensics.Tests.Verification;
using StoreForensics.Timeline;
using StoreForensics.Views;

namespace StoreForensics.Tests.Copies;

/// <summary>What a copy lost is unknown wherever it would be shown: never the copy's own value, never a default.</summary>
internal sealed class UnknownFactsTests
{
    private static readonly string[] s_all = ["mode", "uid", "gid", "size", "mtime"];

    [TestCase(CopyWay.WithoutDirectories, "dir", "mode uid gid size mtime")]
    [TestCase(CopyWay.WithoutDirectories, "file", "")]
    [TestCase(CopyWay.OneOwner, "file", "uid gid")]
    [TestCase(CopyWay.OneOwner, "dir", "uid gid size")]
    [TestCase(CopyWay.Fat, "file", "mode uid gid")]
    [TestCase(CopyWay.Fresh, "file", "uid gid mtime")]
    [TestCase(CopyWay.Fresh, "dir", "uid gid size mtime")]
    [TestCase(CopyWay.UserNamespace, "file", "")]
    public void Ls_and_changes_say_null(CopyWay way, string kind, string unknown)
    {
        Layer layer = LayerOf(way, kind, out ListedEntry listed, out ViewedObject viewed);
        FileChange change = LayerChanges.Of(layer).First(c => c.Change != 'D' && c.Kind.Name() == kind);

        Assert.Multiple(() =>
        {
            Assert.That(Nulls(json => ViewEntryJson.Write(json, listed, viewed)), Is.EqualTo(unknown));
            Assert.That(Nulls(json => FileChangeJson.Write(json, change)), Is.EqualTo(unknown));
        });
    }

    [TestCase(CopyWay.OneOwner, "?:?")]
    [TestCase(CopyWay.Fat, "???? ?:?")]
    [TestCase(CopyWay.Fresh, "unknown time")]
    public void Texts_for_people_say_so(CopyWay way, string words)
    {
        LayerOf(way, "file", out ListedEntry listed, out _);
        Assert.That(VersionText.Of(listed.Entry), Does.Contain(words));
    }

    /// <summary>The timeline's numbers are those on disk; what has no entry of its own has none.</summary>
    [TestCase(CopyWay.WithoutDirectories, EntryKind.Implied)]
    [TestCase(CopyWay.OneOwner, EntryKind.File)]
    [TestCase(CopyWay.Fat, EntryKind.File)]
    [TestCase(CopyWay.UserNamespace, EntryKind.File)]
    public void Events_hold_what_is_on_disk(CopyWay way, EntryKind kind)
    {
        IEvidenceSource copy = Copy(way);
        Inventory inventory = Read(copy, out IReadOnlyList<int> roots);
        using var scratch = new Scratch();
        ITimeline timeline = TimelineBuilder.Build(inventory, [copy], [.. roots.Select(r => new EntryRef(copy, r))], new TimelineOptions(), scratch,
            new ProblemLog());

        (bool Mode, bool Uid, bool Gid)[] events = [.. timeline.Events().Where(e => e.Type == EventType.LayerFileModified && e.Kind == kind)
            .Select(e => (e.Mode is not null, e.Uid is not null, e.Gid is not null)).Distinct()];

        Assert.That(events, kind == EntryKind.Implied ? Is.Empty : Is.EqualTo(new[] { (true, true, true) }));
    }

    [Test]
    public void A_tar_of_what_lost_its_owners_says_which_stand_in_it()
    {
        LayerOf(CopyWay.Fat, "file", out ListedEntry listed, out _);
        var leftOut = new LeftOut();
        new TarTarget(Stream.Null, leftOut).HardLink(new ExtractedEntry("x"u8.ToArray(), listed.Entry), "y"u8.ToArray());

        Assert.That(leftOut.Lines(), Is.EqualTo(new[]
        {
            "entries whose owner the copy did not keep, which stand as in the copy: 1, first x",
            "entries whose permissions the copy did not keep, which stand as in the copy: 1, first x",
        }));
    }

    private static string Nulls(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            write(json);
        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        return string.Join(' ', s_all.Where(k => document.RootElement.GetProperty(k).ValueKind == JsonValueKind.Null));
    }

    private static Layer LayerOf(CopyWay way, string kind, out ListedEntry listed, out ViewedObject viewed)
    {
        foreach (Layer layer in Read(Copy(way), out _).Layers.Where(l => l is { Role: LayerRole.Image, Files: not null }))
        {
            viewed = ViewedObject.Of(layer);
            listed = viewed.List("/"u8, recursive: true).FirstOrDefault(e => e.Entry.Facts.Kind.Name() == kind);
            if (listed.Entry.Layer is not null)
                return layer;
        }
        throw new InvalidOperationException("no such entry");
    }

    private static StrippedCopy Copy(CopyWay way) => new(VerifiedStore.Named("sample").Source, way);

    private static Inventory Read(IEvidenceSource copy, out IReadOnlyList<int> roots)
    {
        var inventory = new Inventory();
        roots = WholeReading.Of(copy, inventory, new ProblemLog());
        return inventory;
    }
}
