using System.Text;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Stores.BuildKit;

/// <summary>Records of builds, with what their blobs say.</summary>
internal sealed class BuildHistoryTests
{
    private const string Id = "54ysy5aouogb0ceosc9niewth";
    private const string Provenance = """
        {"buildType":"https://mobyproject.org/buildkit@v1","materials":[{"uri":"pkg:docker/base@3","digest":{"sha256":"ad19"}}],
        "invocation":{"parameters":{"frontend":"dockerfile.v0","args":{"build-arg:A":"1"},"secrets":[{"id":"npm","optional":true}],"ssh":[{"id":"default"}]}},
        "buildConfig":{"llbDefinition":[{"op":{"Op":{"exec":{"mounts":[{"dest":"/"},{"dest":"/root/.cache","cacheOpt":{"ID":"/pkg"}}]}}}}]},
        "metadata":{"https://mobyproject.org/buildkit@v1#metadata":{"source":{"infos":[{"filename":"Dockerfile","data":"RlJPTSBiYXNlCg=="}]}}}}
        """;
    private const string ProvenanceOfV1 = """
        {"_type":"https://in-toto.io/Statement/v1","predicateType":"https://slsa.dev/provenance/v1","predicate":{"buildDefinition":{"externalParameters":
        {"request":{"frontend":"gateway.v0","args":{"label:x":"y"},"secrets":[{"id":"k"}]}},
        "resolvedDependencies":[{"uri":"https://x/y","digest":{"sha256":"bb"}}]},
        "runDetails":{"metadata":{"buildkit_metadata":{"vcs":{"source":"https://git.example/a.git","revision":"c0ffee"},
        "source":{"infos":[{"filename":"D","data":"QQ=="}]}}}}}}
        """;

    [Test]
    public void A_record_says_who_built_what_when()
    {
        BuildRecord build = One(new MadeBuilder().Record(Id, Message().Build()));
        Assert.Multiple(() =>
        {
            Assert.That((build.Id, build.Frontend, BuildStatus.Word(build)), Is.EqualTo((Id, "dockerfile.v0", "completed")));
            Assert.That((build.Started, build.Completed), Is.EqualTo(((Timestamp?)new Timestamp(100, 5), (Timestamp?)new Timestamp(103, 999_999_999))));
            Assert.That((build.CachedSteps, build.CompletedSteps, build.TotalSteps, build.Warnings), Is.EqualTo((2, 5, 6, 0)));
            Assert.That(BuildNaming.Arguments(build), Is.EqualTo(new Dictionary<string, string> { ["VERSION"] = "1.0" }));
            Assert.That(BuildReferences.Names(build), Is.EqualTo(new[] { "ferry/tickets:1.0", "alpine:3" }));
            Assert.That(build.Results.Select(r => r.Digest), Is.EqualTo(new[] { "sha256:01" }));
            Assert.That(build.Attestations.Select(a => (a.Digest, a.PredicateType)), Is.EqualTo(new[] { ("sha256:02", "https://slsa.dev/provenance/v0.2") }));
            Assert.That((BuildNaming.Name(build), BuildNaming.Target(build), build.IsPinned), Is.EqualTo(("Dockerfile.x (app)", "app", true)));
        });
    }

    /// <summary>moby 24 to 27 count no steps in the record: that is unknown, not none.</summary>
    [Test]
    public void What_is_not_counted_is_unknown()
    {
        BuildRecord build = One(new MadeBuilder().Record(Id, new ProtobufMessage().Text(1, Id).Time(6, 1, 0).Build()));
        Assert.That((build.CachedSteps ?? build.CompletedSteps ?? build.TotalSteps ?? build.Warnings, build.Frontend, build.Completed),
            Is.EqualTo(((long?)null, (string?)null, (Timestamp?)null)));
        Assert.That(BuildStatus.Word(build), Is.EqualTo("running"));
    }

    [TestCase(1UL, "canceled")]
    [TestCase(2UL, "failed")]
    public void An_error_names_its_step_and_quotes_the_Dockerfile(ulong code, string status)
    {
        var builder = new MadeBuilder();
        byte[] log = Frame(new ProtobufMessage().Message(1, new ProtobufMessage().Text(1, "sha256:aa").Text(3, "[1/2] RUN true"))
            .Message(1, new ProtobufMessage().Text(1, "sha256:bb").Text(3, "[2/2] RUN false").Text(7, "exit code: 1")));
        byte[] details = new ProtobufMessage().Number(1, code).Text(2, "exit code: 1")
            .Message(3, new ProtobufMessage().Text(1, "github.com/moby/buildkit/errdefs.Source+json")
                .Text(2, """{"info":{"filename":"Dockerfile","data":"QUI="}}"""))
            .Message(3, new ProtobufMessage().Text(1, "github.com/moby/buildkit/errdefs.Vertex+json").Text(2, """{"digest":"sha256:bb"}""")).Build();
        BuildRecord build = One(builder.Record(Id, new ProtobufMessage().Text(1, Id).Message(5, new ProtobufMessage().Number(1, code).Text(2, "exit code: 1"))
            .Time(7, 9, 0).Descriptor(8, "log", builder.Blob(log)).Descriptor(18, "error", builder.Blob(details)).Build()));
        Assert.That(BuildStatus.Word(build), Is.EqualTo(status));
        Assert.That((build.Error!.Code, build.Error.Message, build.Error.Step), Is.EqualTo(((long?)code, "exit code: 1", "[2/2] RUN false")));
        Assert.That(Encoding.ASCII.GetString(build.Error.Source!.Bytes.Span), Is.EqualTo("AB"));
        Assert.That(builder.Store.Codes, Is.Empty);
    }

    [Test]
    public void Provenance_tells_secrets_materials_and_the_Dockerfile()
    {
        BuildProvenance provenance = WithProvenance(Provenance).Provenance!;
        Assert.That((provenance.Frontend, string.Join(',', provenance.Secrets), string.Join(',', provenance.SshAgents)),
            Is.EqualTo(("dockerfile.v0", "npm", "default")));
        Assert.That(provenance.Materials.Select(m => (m.Uri, m.Digests[0])), Is.EqualTo(new[] { ("pkg:docker/base@3", "sha256:ad19") }));
        Assert.That(provenance.Sources.Select(s => (s.Name, Encoding.ASCII.GetString(s.Bytes.Span))), Is.EqualTo(new[] { ("Dockerfile", "FROM base\n") }));
        Assert.That(provenance.CacheMounts, Is.EqualTo(new[] { new BuildCacheMount("/pkg", "/root/.cache") }));
    }

    [Test]
    public void Provenance_of_version_1_says_the_same_elsewhere()
    {
        BuildProvenance provenance = WithProvenance(ProvenanceOfV1).Provenance!;
        Assert.That((provenance.Frontend, provenance.Secrets[0], provenance.VcsSource, provenance.VcsRevision),
            Is.EqualTo(("gateway.v0", "k", "https://git.example/a.git", "c0ffee")));
        Assert.That((provenance.Materials[0].Uri, provenance.Sources[0].Name, provenance.PredicateType),
            Is.EqualTo(("https://x/y", "D", "https://slsa.dev/provenance/v1")));
    }

    [TestCase("{}")]
    [TestCase("{\"predicate\":[]}")]
    [TestCase("{\"buildType\":1,\"materials\":{},\"invocation\":[],\"metadata\":\"\"}")]
    public void A_document_of_another_shape_ends_nothing(string json) => Assert.That(WithProvenance(json).Id, Is.EqualTo(Id));

    /// <summary>The databases of both modes are there after an upgrade.</summary>
    [TestCase("history.db")]
    [TestCase("history_c8d.db")]
    public void Both_databases_are_read(string name) =>
        Assert.That(new MadeBuilder().Record(Id, Message().Build()).Read(history: name).Builds.Select(b => b.Id), Is.EqualTo(new[] { Id }));

    /// <summary>The builder forgets old builds; their records stay on free pages until those are written over.</summary>
    [Test]
    public void Removed_records_are_left_on_free_pages()
    {
        const string Other = "zz4ysy5aouogb0ceosc9niewth";
        ProtobufMessage gone = new ProtobufMessage().Text(1, Other).Time(6, 50, 0).Message(5, new ProtobufMessage().Number(1, 2).Text(2, "exit code: 1"))
            .Message(4, new ProtobufMessage().Text(1, "image").Pair(2, "name", "docker.io/shop/web:1"));
        Inventory inventory = new MadeBuilder().Record(Id, Message().Build()).Removed(Id, Message().Build()).Removed(Other, gone.Build())
            .Removed("x", "no record"u8.ToArray()).Read();
        Assert.That(inventory.Builds.Select(b => b.Id), Is.EqualTo(new[] { Id }));
        Assert.That(inventory.Leftovers.Select(l => (l.Kind, l.Name, l.Detail)), Is.EqualTo(new[]
        {
            ("recovered build", "shop/web:1", $"record from a free page of the database of a removed build {Other} (failed) as shop/web:1, "
                + "begun 1970-01-01T00:00:50.000000000Z; exit code: 1"),
        }));
        Assert.That(inventory.EngineEvents.Select(e => (e.EventType, e.Time)), Is.EqualTo(new[] { ("record.recovered", new Timestamp(50, 0)) }));
    }

    /// <summary>Wherever a record is cut, what stands before it is told, and the damage.</summary>
    [Test]
    public void A_record_that_is_cut_is_told_as_far_as_it_goes()
    {
        byte[] whole = Message().Build();
        int damaged = 0;
        for (int length = 0; length < whole.Length; length++)
        {
            var builder = new MadeBuilder();
            BuildRecord build = One(builder.Record(Id, whole[..length]));
            Assert.That(build.Id, Is.EqualTo(Id));
            damaged += builder.Store.Codes.Contains("SF-BUILD-0001") ? 1 : 0;
        }
        Assert.That(damaged, Is.GreaterThan(whole.Length * 3 / 4));
    }

    [Test]
    public void A_log_that_is_not_there_is_said()
    {
        var builder = new MadeBuilder();
        BuildRecord build = One(builder.Record(Id, new ProtobufMessage().Text(1, Id).Descriptor(8, "log", "sha256:" + new string('0', 64)).Build()));
        Assert.That((build.LogLines, build.Vertices.Count), Is.EqualTo(((long?)null, 0)));
        Assert.That(builder.Store.Codes, Is.EqualTo(new[] { "SF-BUILD-0002" }));
    }

    internal static byte[] Frame(ProtobufMessage message)
    {
        byte[] bytes = message.Build();
        return [.. BitConverter.GetBytes(bytes.Length), .. bytes];
    }

    private static BuildRecord WithProvenance(string json)
    {
        var builder = new MadeBuilder();
        ProtobufMessage result = new ProtobufMessage().Descriptor(2, "application/vnd.in-toto+json", builder.Blob(json));
        return One(builder.Record(Id, new ProtobufMessage().Text(1, Id).Message(10, result).Build()));
    }

    private static BuildRecord One(MadeBuilder builder) => builder.Read().Builds.Single();

    private static ProtobufMessage Message() => new ProtobufMessage().Text(1, Id).Text(2, "dockerfile.v0").Pair(3, "build-arg:VERSION", "1.0")
        .Pair(3, "filename", "Dockerfile.x").Pair(3, "target", "app")
        .Message(4, new ProtobufMessage().Text(1, "image").Pair(2, "name", "docker.io/ferry/tickets:1.0,docker.io/library/alpine:3"))
        .Time(6, 100, 5).Time(7, 103, 999_999_999)
        .Message(10, new ProtobufMessage().Descriptor(2, "application/vnd.in-toto+json", "sha256:02",
            ("in-toto.io/predicate-type", "https://slsa.dev/provenance/v0.2"))
            .Message(3, new ProtobufMessage().Number(1, 0).Descriptor(2, "application/vnd.oci.image.index.v1+json", "sha256:01")))
        .Number(14, 1).Number(15, 2).Number(16, 6).Number(17, 5);
}
