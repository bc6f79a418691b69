using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Registry;

/// <summary>What a registry's files say of the past: which tag pointed where and when, what was deleted, what was broken off.</summary>
internal sealed class RegistryTraces(EvidenceFiles files, StoreInfo store, IReadOnlyDictionary<string, Image> byManifest)
{
    public IEnumerable<EngineEvent> Events(RegistryRepository repository)
    {
        foreach (RegistryTag tag in repository.Tags)
        {
            foreach (EngineEvent moved in Moves(repository, tag))
                yield return moved;
        }
        foreach (RegistryLink gone in repository.Deleted)
        {
            if (gone.Written is { } time)
                yield return new EngineEvent("image.tag.removed", time, "Manifest deleted (mtime of the directory that had its link)",
                    $"{repository.Name}@{gone.Digest} was deleted", files.Origin(gone.Node))
                {
                    Store = store,
                    Image = byManifest.GetValueOrDefault(gone.Digest),
                };
        }
        foreach (RegistryUpload upload in repository.Uploads)
        {
            if (upload.Started is { } time)
                yield return new EngineEvent("content.download.started", time, "Upload begun that did not end (registry's record)",
                    Invariant($"Upload to {repository.Name} begun, and not ended: {upload.Id}, {upload.Bytes} bytes had come"), files.Origin(upload.Node))
                {
                    Store = store,
                };
        }
    }

    /// <summary>What a repository has of things that were deleted or broken off.</summary>
    public IEnumerable<Leftover> Leftovers(RegistryRepository repository, RegistryContent content)
    {
        foreach (RegistryUpload upload in repository.Uploads)
            yield return new Leftover("unfinished upload", $"{repository.Name} {upload.Id}", files.Origin(upload.Node),
                Invariant($"begun {upload.Started?.ToString() ?? "at an unknown time"}, {upload.Bytes} bytes had come"));
        HashSet<string> revisions = [.. repository.Revisions.Select(r => r.Digest)];
        foreach (RegistryLink gone in repository.Deleted)
            yield return new Leftover("deleted manifest", $"{repository.Name}@{gone.Digest}", files.Origin(gone.Node),
                $"its link was taken away{(gone.Written is { } time ? $" at {time}" : "")}; its blob is {Rest(content, gone)}");
        revisions.UnionWith(repository.Deleted.Select(d => d.Digest));
        foreach (RegistryTag tag in repository.Tags)
        {
            if (tag.Current is null)
                yield return new Leftover("deleted tag", $"{repository.Name}:{tag.Name}", files.Origin(tag.Node),
                    "the tag's directory has no link to what it pointed to");
            foreach (RegistryLink link in tag.Index.Where(l => !revisions.Contains(l.Digest)))
                yield return new Leftover("deleted manifest", $"{repository.Name}@{link.Digest}", files.Origin(link.Node),
                    $"the tag {tag.Name} pointed to it, and the repository has it no more; its blob is {Rest(content, link)}");
        }
    }

    /// <summary>Blobs that no manifest of any repository leads to: they stay until garbage is collected.</summary>
    public IEnumerable<Leftover> Unnamed(RegistryContent content, HashSet<string> named, IReadOnlyList<RegistryRepository> repositories)
    {
        ILookup<string, string> pushed = repositories.SelectMany(r => r.Layers.Select(l => (l.Digest, r.Name)))
            .ToLookup(l => l.Digest, l => l.Name, StringComparer.Ordinal);
        foreach ((string digest, int node) in content.Blobs())
        {
            if (named.Contains(digest))
                continue;
            string to = pushed.Contains(digest) ? $"; pushed to {string.Join(", ", pushed[digest].Order(StringComparer.Ordinal))}" : "";
            string what = byManifest.ContainsKey(digest) ? "a manifest" : "a blob";
            yield return new Leftover("unnamed blob", digest, files.Origin(node),
                Invariant($"{what} that no manifest of a repository leads to{to}; {files.Tree[node].Size} bytes"));
        }
    }

    private static string Rest(RegistryContent content, RegistryLink link) => content.Find(link.Digest) is null ? "gone" : "still there";

    // Each push of a tag writes the link in the tag's index and then the current one.
    private IEnumerable<EngineEvent> Moves(RegistryRepository repository, RegistryTag tag)
    {
        string name = $"{repository.Name}:{tag.Name}";
        foreach (RegistryLink link in tag.Index)
        {
            bool isCurrent = link.Digest == tag.Current?.Digest;
            if (link.Written is { } time)
                yield return Tagged(time, isCurrent ? $"{name} points to {link.Digest}"
                    : $"{name} pointed to {link.Digest}, and {(tag.Current is null ? "the tag was deleted" : "was moved")} later", link);
        }
        if (tag.Current is { Written: { } set } current && !tag.Index.Any(l => l.Digest == current.Digest && l.Written is not null))
            yield return Tagged(set, $"{name} points to {current.Digest}", current);
    }

    private EngineEvent Tagged(Timestamp time, string message, RegistryLink link) =>
        new("image.tagged", time, "Tag last pushed with this target (mtime of the registry's link)", message, files.Origin(link.Node))
        {
            Store = store,
            Image = byManifest.GetValueOrDefault(link.Digest),
        };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
