using StoreForensics.Evidence;
using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Primitives.Catalogue;
using StoreForensics.Tests.Stores;
using StoreForensics.Tests.Verification;
using StoreForensics.Verification;

namespace StoreForensics.Tests.Findings;

/// <summary>Sentences say no more than the evidence: what was to be is not what was, and what is missing was not taken away.</summary>
internal sealed class StatementsTests
{
    /// <summary>The container was created and never started: nothing was mounted, given or shared.</summary>
    [Test]
    public void Of_a_container_that_never_ran_they_say_what_was_to_be() =>
        Assert.That(Reasons("sample", "updater"), Is.SupersetOf(new[]
        {
            "/ of the host was to be mounted at /host; the container was never started.",
            "Never started, it was to be given CAP_SYS_ADMIN, which can be enough to leave it; more of this container under: Sensitive path of the host among "
                + "the mounts.",
            "Never started, it was to start with seccomp=unconfined; more of this container under: Sensitive path of the host among the mounts.",
        }));

    [Test]
    public void Of_one_that_ran_they_say_what_was() =>
        Assert.That(Reasons("sample", "node-exporter"), Is.SupersetOf(new[]
        {
            "/var/run/docker.sock of the host was mounted at /var/run/docker.sock.",
            "It ran with --privileged: with all capabilities and devices that the engine itself has.",
            "It shared the host's process namespace.",
        }));

    /// <summary>Two files whose bytes and times are as in the image.</summary>
    [Test]
    public void What_has_another_mode_or_owner_alone_is_not_said_to_have_changed() =>
        Assert.That(Reasons("sample", "web"), Is.SupersetOf(new[]
        {
            "/usr/local/bin/healthd has another owner than before.",
            "/etc/group has another mode than before.",
            "/etc/passwd was changed.",
        }));

    /// <summary>A copy that keeps times puts old ones into a container too.</summary>
    [Test]
    public void An_old_time_was_set_or_kept() =>
        Assert.That(Reasons("sample", "web"), Has.Some.Contains("/tmp/.x/kworkerd says 2015").And.Some.Contains("its time was set, or kept by a move, a copy or an archive"));

    /// <summary>Of an engine without root whose ranges are in the evidence: nothing is lost, and ids are those inside.</summary>
    [Test]
    public void Owners_of_a_user_namespace_are_not_lost()
    {
        string[] reasons = Reasons("wren/wren.tar.xz", "mirror.quill.example/tools:1", out string[] codes);
        Assert.Multiple(() =>
        {
            Assert.That(codes, Does.Not.Contain("SF-COPY-0017").And.Not.Contain("SF-COPY-0004"));
            Assert.That(reasons, Does.Contain("/usr/bin/.vim-swp was added with mode 4755, owner 0:0."));
        });
    }

    [Test]
    public void What_is_missing_is_nowhere_called_wiped() =>
        Assert.That(ProblemCatalogue.All.Where(k => (k.Meaning + k.Consequence).Contains("wiped", StringComparison.OrdinalIgnoreCase)).Select(k => k.Code),
            Is.Empty);

    private static string[] Reasons(string store, string subject) => Reasons(store, subject, out _);

    private static string[] Reasons(string store, string subject, out string[] codes)
    {
        IEvidenceSource source = VerifiedStore.Named(store).Source;
        var problems = new ProblemLog();
        var inventory = new Inventory();
        WholeReading.Of(source, inventory, problems);
        codes = [.. problems.Sorted().Select(p => p.Code)];
        return [.. FindingsExaminer.Find(inventory, StoreVerifier.Verify(inventory, [source], problems), problems)
            .Where(f => f.Subjects.Contains(subject)).Select(f => f.Reason)];
    }
}
