using System.IO.Enumeration;

namespace StoreForensics.Tests.Damage;

/// <summary>
/// What may be harmed without any word in a report, and why nothing else in a data root can tell. Whatever is not listed here must be noticed.
/// </summary>
internal static class Unnoticed
{
    private static readonly Harm[] s_all = Enum.GetValues<Harm>();
    private static readonly Harm[] s_contents = [Harm.Scrambled, Harm.Halved, Harm.Emptied];

    private static readonly (string Pattern, Harm[] Harms, string Reason)[] s_rules =
    [
        // Free text for processes in the container. Nothing of it is in a report, so nothing in one is wrong.
        ("*/containers/*/hostname", s_all, "not read"),
        ("*/containers/*/hosts", s_all, "not read"),
        ("*/containers/*/resolv.conf", s_all, "not read"),
        ("*/containers/*/resolv.conf.hash", s_all, "not read"),
        ("*/containers/*/config.lxc", s_all, "not read: made of the configuration at each start"),
        ("*/containers/*/config.env", [Harm.Removed], "optional: only 0.6.6 to 0.9 wrote it"),
        // A process that wrote nothing leaves an empty log; a log may end at any line.
        ("*/containers/*-json.log", [Harm.Emptied], "an empty log is what a silent process leaves"),
        ("*/local-logs/container.log", [Harm.Emptied], "an empty log is what a silent process leaves"),
        ("*/containers/*-json.log.2", [Harm.Removed], "the oldest log goes by itself, as max-file says"),
        ("*/graph/*/layersize", [Harm.Halved], "fewer digits are a number too"),
        ("*/layerdb/*/size", [Harm.Halved], "fewer digits are a number too"),
        ("*/aufs/layers/f1d2b4904bc7*", [Harm.Removed, Harm.Emptied], "of a layer that was being removed: the list goes last, and no metadata knows better"),
        ("*/init/dockerinit-*", s_all, "only its name and time are read; each is there for a version that ran"),
        ("*/graph/_tmp/*", s_all, "left by an interruption: any part of it may be missing"),
        ("*/volumes/*/config.json", [Harm.Removed], "a volume of 0.7 to 1.2, and from 1.7 on, has none"),
        ("*/volumes/*/opts.json", [Harm.Removed], "a volume without options has none"),
        ("*/engine-id", [Harm.Removed], "engines before 23.0 wrote none"),
        ("*/engine-id", [Harm.Halved], "an identity may be any text"),
        ("*/imagedb/metadata/*/parent", [Harm.Removed], "an image that was pulled has none"),
        ("*/imagedb/metadata/*/lastUpdated", [Harm.Removed], "an image that was never tagged has none"),
        ("*/imagedb/metadata/*/builtLocally", s_all, "optional, and only its presence counts"),
        ("*/distribution/*", [Harm.Removed], "a cache of the engine: any part of it may be missing"),
        ("*/distribution/diffid-by-digest/*", s_all, "not read: the other way round of v2metadata-by-diffid"),
        ("*/layerdb/*/tar-split.json.gz", s_all, "not read by an analysis: what it is for is verification"),
        ("*/overlay2/*/committed", s_all, "empty, and only its time is read"),
        ("*/overlay2/*/link", s_contents, "says again what the links in overlay2/l say"),
        ("*/buildkit/snapshots.db", [Harm.Removed], "engines before 18.06, and those that never built with BuildKit, have none"),
        ("*/buildkit/cache.db", s_all, "not read"),
        ("*/buildkit/history.db", s_all, "not read: only its presence counts, as a sign of 24.0"),
        ("*/buildkit/metadata_v2.db", s_all, "not read: only its presence counts, as a sign of 20.10"),
        ("*/buildkit/containerdmeta.db", s_all, "not read: only its presence counts, as a sign of 20.10"),
        ("*/buildkit/executor/*", s_all, "not read: remade at each build"),
        ("*/io.containerd.grpc.v1.introspection/uuid", s_all, "not read"),
        ("*/containerd/daemon/*", s_all, "not read: its presence counts only on a root with containers of a snapshotter"),
    ];

    public static bool Allows(string path, Harm harm) =>
        s_rules.Any(r => r.Harms.Contains(harm) && FileSystemName.MatchesSimpleExpression(r.Pattern, path, ignoreCase: false));
}
