using StoreForensics.Evidence;
using StoreForensics.Formats.Bolt;
using StoreForensics.Formats.GoJson;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// The builds that a builder remembers: <c>_records/&lt;ref&gt;</c> of <c>history.db</c>, and of <c>history_c8d.db</c>, which dockerd 28.0 and later have
/// beside it in containerd mode (moby v28 builder/builder-next/controller.go). With each, as far as its blobs are in the evidence: log, error and provenance.
/// </summary>
internal sealed class HistoryRecords(EvidenceFiles files, StoreInfo store, BuildBlobs blobs)
{
    private readonly ProvenanceReader _provenance = new(blobs);

    /// <summary>In the order of their beginning, then of ids; none where there is no such database.</summary>
    /// <param name="directory">Where the databases lie.</param>
    /// <param name="inventory">Told what is left of builds that were removed.</param>
    public IReadOnlyList<BuildRecord> Read(int directory, Inventory inventory)
    {
        var builds = new Dictionary<string, BuildRecord>(StringComparer.Ordinal);
        foreach (string name in (string[])["history_c8d.db", "history.db"])
        {
            if (BuildDatabases.Open(files, directory, System.Text.Encoding.UTF8.GetBytes(name)) is not var (node, bolt))
                continue;
            files.Problems.Contain(files.Origin(node), () => new RemovedBuilds(files, store).Publish(node, bolt, inventory));
            foreach (BoltEntry entry in bolt.Root?.Bucket("_records")?.Entries ?? [])
            {
                Origin origin = files.Origin(node, entry.Offset);
                if (!entry.IsBucket)
                    files.Problems.Contain(origin, () => builds.TryAdd(entry.Key.ToText(), Record(entry, origin)));
            }
        }
        return [.. builds.Values.OrderBy(b => b.Started ?? default).ThenBy(b => b.Id, StringComparer.Ordinal)];
    }

    private BuildRecord Record(BoltEntry entry, Origin origin)
    {
        HistoryMessage message = HistoryMessage.Parse(entry.Value.Span);
        if (message.IsDamaged)
            files.Problems.Damage("SF-BUILD-0001", origin, "the record of a build ends in bytes that are no field of it; what stood before them is kept");
        var build = new BuildRecord
        {
            Id = entry.Key.ToText(),
            Store = store,
            Origin = origin,
            Started = message.Created,
            Completed = message.Completed,
            Error = message.Error,
            Frontend = string.IsNullOrEmpty(message.Frontend) ? null : message.Frontend,
            Attributes = message.Attributes,
            Exporters = message.Exporters,
            Results = [.. message.Results.Select(r => blobs.Place(r)!)],
            Attestations = [.. message.Attestations.Select(a => blobs.Place(a)!)],
            Log = blobs.Place(message.Log),
            Trace = blobs.Place(message.Trace),
            CachedSteps = message.CachedSteps,
            CompletedSteps = message.CompletedSteps,
            TotalSteps = message.TotalSteps,
            Warnings = message.Warnings,
            IsPinned = message.IsPinned,
        };
        files.Problems.Contain(origin, () => Fill(build, message.ExternalError));
        return build;
    }

    private void Fill(BuildRecord build, BuildArtifact? error)
    {
        if (build.Log is { Entry: { } log })
            (build.Vertices, build.LogLines) = BuildLog.Read(log, files.Problems);
        else if (build.Log is { } missing)
            files.Problems.Note("SF-BUILD-0002", build.Origin, $"the log of the build, {DisplayText.Escape(missing.Digest)}, is not in the evidence");
        build.Provenance = build.Attestations.Select(_provenance.Read).FirstOrDefault(p => p is not null);
        build.Frontend ??= build.Provenance?.Frontend;
        if (build.Error is { } known)
            build.Error = Explained(known, build, error);
        foreach (BuildArtifact result in build.Results)
            build.Members.AddRange(Members(result));
    }

    private BuildError Explained(BuildError error, BuildRecord build, BuildArtifact? blob)
    {
        ErrorDetails? details = blob is not null && blobs.Bytes(blob.Digest) is { } bytes
            ? ErrorDetails.Parse(bytes, blobs.Find(blob.Digest)!.Value.Origin(), files.Problems) : null;
        // Builders that keep no details say it in the log alone.
        BuildVertex? failed = build.Vertices.FirstOrDefault(v => details is null ? v.Error is not null : v.Digest == details.Vertex);
        return error with { Step = failed?.Name, Source = details?.Source };
    }

    // An index has a manifest a platform; those of attestations are about the others.
    private IEnumerable<BuildArtifact> Members(BuildArtifact result)
    {
        if (result.Entry is null || result.MediaType?.Contains("json", StringComparison.Ordinal) != true || blobs.Document(result.Digest) is not { } document)
            yield break;
        foreach (JsonView member in document.Elements("manifests").Select(m => new JsonView(m)))
        {
            JsonView? platform = member.Object("platform");
            string? os = platform?.NonEmpty("os"), architecture = platform?.NonEmpty("architecture"), variant = platform?.NonEmpty("variant");
            if (member.NonEmpty("digest") is { } digest && member.Object("annotations")?.Entry("vnd.docker.reference.type") is null)
                yield return blobs.Place(new BuildArtifact(digest, member.NonEmpty("mediaType"), member.Integer("size"))
                {
                    Platform = os is null || architecture is null ? null : string.Join('/', new[] { os, architecture, variant }.OfType<string>()),
                })!;
        }
    }
}
