using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary>Puts described names below a directory of a store.</summary>
internal static class LayerTree
{
    /// <summary>All facts as described; names of one file become hard links.</summary>
    /// <param name="to">The store.</param>
    /// <param name="root">The directory, without a slash at its end.</param>
    /// <param name="names">Each once; <c>/</c> is the directory itself.</param>
    /// <param name="made">The directory's time where the names do not tell it.</param>
    public static void Write(MadeStore to, string root, IEnumerable<DescribedName> names, Timestamp made)
    {
        var first = new Dictionary<(DescribedLayer, string), string>();
        to.Put(root, new EntryMetadata { Kind = EntryKind.Directory, Mode = 0x1ed, Modified = made, HasFraction = true });
        foreach (DescribedName name in names)
        {
            string path = PathIn(root, name.Path);
            if (name.Entry.Kind == EntryKind.File && !first.TryAdd(name.File, path))
                to.HardLink(path, first[name.File]);
            else
                to.Put(path, name.Entry.Facts, name.Entry.Kind == EntryKind.File ? Encoding.ASCII.GetBytes(name.Entry.Content) : null);
        }
    }

    /// <summary>The place of a described path below a directory.</summary>
    public static string PathIn(string root, string path) => path == "/" ? root : root + path;

    /// <summary>A file of the engine's own, with the time at which it was written.</summary>
    public static void Note(MadeStore to, string path, byte[] bytes, Timestamp written) =>
        to.Put(path, new EntryMetadata { Kind = EntryKind.File, Mode = 0x180, Size = bytes.Length, Modified = written, HasFraction = true }, bytes);

    /// <inheritdoc cref="Note(MadeStore, string, byte[], Timestamp)"/>
    public static void Note(MadeStore to, string path, string text, Timestamp written) => Note(to, path, Encoding.UTF8.GetBytes(text), written);
}
