using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;

namespace StoreForensics.Tests.Reports.Text;

/// <summary>What reports say of builds and of a swarm's objects.</summary>
internal sealed class BuildTextTests
{
    private static readonly StoreInfo s_store = new() { Name = "overlayfs", Driver = "overlayfs", Era = "containerd", Root = new Origin("e.tar", default) };

    private readonly BuildText _text = new(new SecretMask(false));

    [Test]
    public void A_build_is_told_with_where_it_came_from_and_secrets_stay_hidden()
    {
        BuildRecord build = Build(new()
        {
            ["context"] = "https://ci:hunter2hunter2@git.example/app.git",
            ["target"] = "final",
            ["build-arg:NPM_TOKEN"] = "abcdef0123456789",
            ["build-arg:VERSION"] = "1.0"
        });
        string told = string.Join("; ", _text.Sources(build));
        Assert.That(told, Does.Contain("stage final").And.Contain("VERSION=1.0").And.Contain("git.example/app.git"));
        Assert.That(told, Does.Not.Contain("hunter2").And.Not.Contain("abcdef0123456789"));
    }

    [Test]
    public void A_failed_build_says_in_which_step()
    {
        BuildRecord build = Build([]);
        build.Error = new BuildError(2, "exit code: 7") { Step = "[3/3] RUN make" };
        Assert.That(_text.Failure(build), Is.EqualTo("exit code: 7 (step: [3/3] RUN make)"));
        Assert.That(BuildText.State(build), Is.EqualTo("failed, 3 of 4 steps done, 1 of them from the cache"));
        Assert.That(_text.Failure(Build([])), Is.Null);
    }

    [Test]
    public void Only_mounts_that_steps_wrote_to_are_cache_mounts()
    {
        Assert.That(BuildText.IsCacheMount(Record("exec.cachemount", null)), Is.True);
        Assert.That(BuildText.IsCacheMount(Record("exec.cachemount", "other")), Is.False, "the same state twice");
        Assert.That(BuildText.IsCacheMount(Record("source.local", null)), Is.False);
    }

    [TestCase("service", "replicated, 2 wanted, shop/web:1")]
    [TestCase("task", "shop/web:1, container 0123456789ab, no room")]
    [TestCase("secret", "12 bytes")]
    [TestCase("network", "overlay")]
    [TestCase("cluster", "")]
    public void Of_a_swarm_what_matters_of_its_kind(string kind, string expected) => Assert.That(SwarmText.Detail(new SwarmObject
    {
        Kind = kind,
        Id = "x",
        Store = s_store,
        Origin = s_store.Root,
        Mode = "replicated",
        Replicas = 2,
        Container = new SwarmContainer { Image = "shop/web:1" },
        ContainerId = "0123456789abcdef",
        Error = "no room",
        Size = 12,
        Driver = "overlay",
    }), Is.EqualTo(expected));

    private static BuildRecord Build(Dictionary<string, string> attributes) => new()
    {
        Id = "b",
        Store = s_store,
        Origin = s_store.Root,
        Completed = new Timestamp(2, 0),
        Attributes = attributes,
        TotalSteps = 4,
        CompletedSteps = 3,
        CachedSteps = 1,
    };

    private static BuildCacheRecord Record(string type, string? sameAs) =>
        new() { Id = "r", Store = s_store, Origin = s_store.Root, Type = type, SameAs = sameAs };
}
