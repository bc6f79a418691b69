using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>
/// <c>repositories</c> (before 0.7) and <c>repositories-&lt;driver&gt;</c>: <c>{"Repositories":{repo:{tag or digest:image id}}}</c> (moby v0.7.2 tags.go,
/// v1.9.1 graph/tags.go). Rewritten in place, so it may be cut off.
/// </summary>
/// <param name="Node">The file.</param>
/// <param name="Driver">The part after the dash; <c>aufs</c> for the file without one.</param>
/// <param name="References">In the order recorded.</param>
internal sealed record RepositoriesFile(int Node, string Driver, IReadOnlyList<(ImageReference Reference, string ImageId)> References)
{
    private static ReadOnlySpan<byte> Prefix => "repositories"u8;

    /// <summary>All such files of a root, in byte order of names.</summary>
    public static IReadOnlyList<RepositoriesFile> ReadAll(EvidenceFiles files, int root)
    {
        var found = new List<RepositoriesFile>();
        foreach (int child in files.Tree.Children(root))
        {
            ReadOnlySpan<byte> name = files.Tree.Name(child);
            bool plain = name.SequenceEqual(Prefix);
            if (!plain && !name.StartsWith("repositories-"u8))
                continue;
            string driver = plain ? "aufs" : Encoding.UTF8.GetString(name[(Prefix.Length + 1)..]);
            if (files.Tree[child].Kind == EntryKind.File)
                found.Add(new RepositoriesFile(child, driver, files.Problems.ContainOr(files.Origin(child), [], () => ParseReferences(files, child))));
            else
                files.Problems.Damage("SF-STORE-0002", files.Origin(child),
                    $"a {files.Tree[child].Kind.Name()} stands where a file is expected; it is not followed");
        }
        return found;
    }

    private static List<(ImageReference, string)> ParseReferences(EvidenceFiles files, int node)
    {
        var references = new List<(ImageReference, string)>();
        if (JsonFile.Read(files, node) is not { } json)
            return references;
        foreach ((string repository, JsonElement tags) in json.Members("Repositories"))
        {
            foreach ((string tag, JsonElement id) in new JsonView(tags).Members())
            {
                if (JsonView.TextOf(id) is { } imageId)
                    references.Add((Reference(repository, tag), imageId));
            }
        }
        return references;
    }

    // From 1.6 a digest may stand where a tag does.
    private static ImageReference Reference(string repository, string tag)
    {
        bool isDigest = tag.StartsWith("sha256:", StringComparison.Ordinal) && tag.Length > 7;
        return new ImageReference(FamiliarName.Of(repository), isDigest ? null : tag, isDigest ? tag : null);
    }
}
