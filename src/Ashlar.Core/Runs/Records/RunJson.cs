using System.Text.Json.Serialization;
using Ashlar.Core.Conversations;

namespace Ashlar.Core.Runs.Records;

/// <summary>The forms of all bodies in a journal, in one place.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(RunStarted))]
[JsonSerializable(typeof(RunResumed))]
[JsonSerializable(typeof(RunWaiting))]
[JsonSerializable(typeof(RunFinished))]
[JsonSerializable(typeof(SetupFinished))]
[JsonSerializable(typeof(BaselineFinished))]
[JsonSerializable(typeof(TaskStarted))]
[JsonSerializable(typeof(TaskCompleted))]
[JsonSerializable(typeof(TaskReopened))]
[JsonSerializable(typeof(TaskFailed))]
[JsonSerializable(typeof(TaskSkipped))]
[JsonSerializable(typeof(GateFinished))]
[JsonSerializable(typeof(IterationFinished))]
[JsonSerializable(typeof(CommitIntended))]
[JsonSerializable(typeof(TreeWritten))]
[JsonSerializable(typeof(FixFinished))]
[JsonSerializable(typeof(TestsSeen))]
[JsonSerializable(typeof(ProofFinished))]
[JsonSerializable(typeof(UnitFinished))]
[JsonSerializable(typeof(ExpectationsMeasured))]
[JsonSerializable(typeof(Rebased))]
[JsonSerializable(typeof(RebaseIntended))]
[JsonSerializable(typeof(PartCompleted))]
[JsonSerializable(typeof(EffectFinished))]
[JsonSerializable(typeof(CommitCreated))]
[JsonSerializable(typeof(EscalationRaised))]
[JsonSerializable(typeof(EscalationAnswered))]
[JsonSerializable(typeof(TurnRequested))]
[JsonSerializable(typeof(TurnReceived))]
[JsonSerializable(typeof(ConversationCompacted))]
[JsonSerializable(typeof(ToolStarted))]
[JsonSerializable(typeof(CommandStarted))]
[JsonSerializable(typeof(ToolFinished))]
[JsonSerializable(typeof(ChangeReverted))]
[JsonSerializable(typeof(ProviderWaiting))]
[JsonSerializable(typeof(ProviderAdjusted))]
[JsonSerializable(typeof(LimitReached))]
[JsonSerializable(typeof(ReportSubmitted))]
[JsonSerializable(typeof(ReportVerified))]
[JsonSerializable(typeof(DeviationNoted))]
[JsonSerializable(typeof(ToolsListed))]
[JsonSerializable(typeof(ReviewRequested))]
[JsonSerializable(typeof(ReviewReceived))]
public sealed partial class RunJson : JsonSerializerContext;
