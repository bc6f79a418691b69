using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary>
/// <c>overlay2/&lt;id&gt;/{diff,link,lower,committed,work}</c> and <c>overlay2/l</c> (moby v20.10 graphdriver/overlay2/overlay.go). Where the engine unpacks a
/// mark of deletion it makes a device of its own, at that moment (pkg/archive/archive_linux.go, overlayWhiteoutConverter).
/// </summary>
internal sealed class Overlay2Writer : DockerRootWriter
{
    public override string Driver => "overlay2";

    public override DeletionTime DeletionsInContainers => DeletionTime.Itself;

    private protected override void Write(MadeStore to, WrittenLayer layer)
    {
        string home = "overlay2/" + layer.Id, diff = home + "/diff";
        LayerTree.Write(to, diff, layer.Layer.Names, layer.Made);
        WriteRecords(to, home, layer);
        foreach (DescribedEntry replaced in layer.Layer.Entries.Where(e => e.IsReplaced))
            to.Put(diff + replaced.Path, replaced.Facts with { Xattrs = [new ExtendedAttribute("trusted.overlay.opaque", "y"u8.ToArray())] });
        foreach (DescribedDeletion deletion in layer.Layer.Deletions)
        {
            Timestamp made = layer.WasMounted ? deletion.At : layer.Made;
            to.Put(diff + deletion.Path, new EntryMetadata { Kind = EntryKind.CharDevice, Modified = made, HasFraction = true });
        }
    }

    private static void WriteRecords(MadeStore to, string home, WrittenLayer layer)
    {
        LayerTree.Note(to, home + "/link", LinkOf(layer), layer.Made);
        to.Link("overlay2/l/" + LinkOf(layer), $"../{layer.Id}/diff");
        if (layer.Below is not { } below)
            return;
        LayerTree.Note(to, home + "/lower", string.Join(':', layer.Lower.Select(l => "l/" + LinkOf(l))), layer.Made);
        to.Folder(home + "/work");
        // The last layer or container made on it.
        LayerTree.Note(to, $"overlay2/{below.Id}/committed", "", layer.Made);
    }

    // 26 of A–Z and 2–7, drawn at random by the engine.
    private static string LinkOf(WrittenLayer layer) =>
        string.Concat(SHA256.HashData(Encoding.ASCII.GetBytes(layer.Id)).Take(26).Select(b => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[b & 31]));
}
