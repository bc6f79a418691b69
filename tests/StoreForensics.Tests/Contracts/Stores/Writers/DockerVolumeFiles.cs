using System.Text;
using System.Text.Json;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Formats.Bolt;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary><c>volumes/&lt;name&gt;/_data</c> and <c>volumes/metadata.db</c> of Docker 1.11 and later (moby v20.10 volume/service/db.go).</summary>
internal static class DockerVolumeFiles
{
    public static void Write(MadeStore to, IReadOnlyList<DescribedVolume> volumes, Timestamp written)
    {
        foreach (DescribedVolume volume in volumes)
        {
            var files = new DescribedLayer { Name = volume.Name, Entries = volume.Entries };
            LayerTree.Write(to, $"volumes/{volume.Name}/_data", files.Names, written);
        }
        var database = new BoltBuilder();
        database.Leaf(2, database.Inline("volumes", [.. volumes.OrderBy(v => v.Name, StringComparer.Ordinal).Select(Record)])).Meta(0, 2, 2).Meta(1, 2, 1);
        LayerTree.Note(to, "volumes/metadata.db", database.Build(), written);
    }

    private static BoltBuilder.Item Record(DescribedVolume volume) =>
        BoltBuilder.Value(volume.Name,
            Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(new { volume.Name, Driver = "local", Labels = new { content = volume.Label } })));
}
